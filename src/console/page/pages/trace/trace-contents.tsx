/** The views of a loaded trace under its header, and the details of a span beside them. */
import type { JSX } from 'preact';
import { useKeys } from '../../app/keyboard.js';
import { navigate, setParams } from '../../app/router.js';
import { classes } from '../../components/classes.js';
import { CodeBlock } from '../../components/code-block.js';
import { Tabs } from '../../components/tabs.js';
import { CompareView } from './compare-view.js';
import { FindingsLine } from './findings-line.js';
import { LogsView } from './logs-view.js';
import { SpanDrawer } from './span-drawer.js';
import { TimeView, type TimeViewProps } from './time-view.js';
import { TotalsView } from './totals-view.js';
import { TraceHeader } from './trace-header.js';
import type { TraceModel } from './trace-model.js';
import { paramsForTrace, type TraceParams } from './trace-params.js';
import { useTraceView } from './use-trace-view.js';

interface TraceContentsProps {
  readonly model: TraceModel;
  readonly params: TraceParams;
}

export function TraceContents({ model, params }: TraceContentsProps): JSX.Element {
  const view = useTraceView(model, params);
  const { detail } = model;
  useKeys(
    {
      '[': () => goTo(detail.previousTraceId, params),
      ']': () => goTo(detail.nextTraceId, params),
    },
    { '[': 'Earlier trace of the same route', ']': 'Later trace of the same route' },
  );
  const isComparing = params.compareId !== undefined;
  return (
    <div class={classes('trace-contents', view.opened !== undefined && 'has-drawer')}>
      <TraceHeader detail={detail} params={params} onCompare={() => toggleCompare(isComparing)} />
      {isComparing ? null : <FindingsLine model={model} onOpen={view.open} />}
      {params.compareId === undefined ? (
        <Views model={model} params={params} view={view} />
      ) : (
        <CompareView model={model} compareId={params.compareId} />
      )}
      {view.opened === undefined || isComparing ? null : (
        <SpanDrawer model={model} node={view.opened} onClose={view.close} />
      )}
    </div>
  );
}

function Views({ model, params, view }: TimeViewProps): JSX.Element {
  const tabs = [
    { id: 'waterfall', title: 'Waterfall' },
    { id: 'flame', title: 'Flame' },
    { id: 'spans', title: 'Spans by name' },
    { id: 'logs', title: `Log lines (${model.detail.row.logCount})` },
    { id: 'raw', title: 'JSON' },
  ];
  return (
    <Tabs
      label="Views of the trace"
      tabs={tabs}
      selected={params.view}
      onSelect={(id) => setParams({ view: id === 'waterfall' ? null : id }, { replace: true })}
    >
      <SelectedView model={model} params={params} view={view} />
    </Tabs>
  );
}

function SelectedView({ model, params, view }: TimeViewProps): JSX.Element {
  if (params.view === 'spans') return <TotalsView model={model} onOpen={view.open} />;
  if (params.view === 'logs') return <LogsView model={model} onOpen={view.open} />;
  if (params.view === 'raw')
    return <CodeBlock text={JSON.stringify(model.detail, null, 2)} label="the trace as JSON" />;
  return <TimeView model={model} params={params} view={view} />;
}

function goTo(traceId: string | null, params: TraceParams): boolean {
  if (traceId !== null) navigate('trace', paramsForTrace(traceId, params));
  return traceId !== null;
}

function toggleCompare(isComparing: boolean): void {
  // An empty parameter would be left out: the choice itself is a place.
  setParams({ compare: isComparing ? null : 'choose', span: null });
}
