/** Everything about one span, beside the view in which it was chosen. */
import type { JSX } from 'preact';
import type { SpanDetail, SpanEventDetail } from '../../../shapes/index.js';
import { Link } from '../../app/router.js';
import { CodeBlock } from '../../components/code-block.js';
import { CopyButton } from '../../components/copy-button.js';
import { Drawer } from '../../components/drawer.js';
import { Duration } from '../../components/duration.js';
import { KeyValues } from '../../components/key-values.js';
import { Panel } from '../../components/panel.js';
import { StatusMark } from '../../components/status-mark.js';
import { formatShare } from '../../format/count.js';
import { FamilyMark } from './family-mark.js';
import { LogLines } from './log-lines.js';
import { shownAttributes, statementOf, textOfValue } from './span-attributes.js';
import type { SpanNode } from './span-tree.js';
import { readableSql } from './sql-layout.js';
import type { TraceModel } from './trace-model.js';
import './span-drawer.css';

interface SpanDrawerProps {
  readonly model: TraceModel;
  readonly node: SpanNode;
  readonly onClose: () => void;
}

export function SpanDrawer({ model, node: { span }, onClose }: SpanDrawerProps): JSX.Element {
  const lines = model.lines.filter(({ spanId }) => spanId === span.spanId);
  const statement = statementOf(span);
  return (
    <Drawer title={<SpanTitle span={span} />} onClose={onClose}>
      <SpanTimes model={model} span={span} />
      {span.statusMessage === null ? null : (
        <p class="span-failure">
          <StatusMark status="error" label="failed" /> {span.statusMessage}
        </p>
      )}
      {statement === undefined ? null : (
        <Panel title="Query">
          <CodeBlock text={readableSql(statement)} label="the query" />
        </Panel>
      )}
      <Attributes span={span} />
      {span.events.length === 0 ? null : <Events events={span.events} />}
      {lines.length === 0 ? null : (
        <Panel title="Log lines" note={`${lines.length} in this span`}>
          <LogLines lines={lines} startedAtMs={model.detail.row.startedAtMs} />
        </Panel>
      )}
      {span.links.length === 0 ? null : <Links links={span.links} />}
      <div class="span-ids">
        <CopyButton text={span.spanId}>Copy span id</CopyButton>
        <CopyButton text={() => JSON.stringify(span, null, 2)}>Copy as JSON</CopyButton>
      </div>
    </Drawer>
  );
}

function SpanTitle({ span }: { readonly span: SpanDetail }): JSX.Element {
  return (
    <span class="span-title">
      <FamilyMark kind={span.kind} /> {span.name}
    </span>
  );
}

function SpanTimes({ model, span }: { readonly model: TraceModel; readonly span: SpanDetail }): JSX.Element {
  const { extent, criticalIds } = model;
  return (
    <KeyValues
      entries={[
        ['kind', span.kind],
        ['duration', <Duration ms={span.durationMs} />],
        ['of its own', <SelfTime span={span} />],
        ['starts at', <Duration ms={span.offsetMs} />],
        ['of the trace', formatShare(span.durationMs / (extent.toMs - extent.fromMs))],
        [
          'critical path',
          criticalIds.has(span.spanId) ? 'yes: faster here is faster for all' : 'no: something else took longer',
        ],
        ['recorded by', span.scope],
      ]}
    />
  );
}

function SelfTime({ span: { selfMs, durationMs } }: { readonly span: SpanDetail }): JSX.Element {
  return (
    <>
      <Duration ms={selfMs} /> <span class="quiet">{durationMs > 0 ? formatShare(selfMs / durationMs) : ''}</span>
    </>
  );
}

function Attributes({ span }: { readonly span: SpanDetail }): JSX.Element {
  const entries = shownAttributes(span);
  const note = span.droppedAttributeCount === 0 ? undefined : `${span.droppedAttributeCount} more were dropped`;
  return (
    <Panel title="Attributes" note={note}>
      {entries.length === 0 ? <p class="quiet">None</p> : <KeyValues entries={entries} />}
    </Panel>
  );
}

function Events({ events }: { readonly events: readonly SpanEventDetail[] }): JSX.Element {
  return (
    <Panel title="Events">
      {events.map((event, index) => (
        <SpanEvent key={index} event={event} />
      ))}
    </Panel>
  );
}

function SpanEvent({ event: { name, offsetMs, attributes } }: { readonly event: SpanEventDetail }): JSX.Element {
  const { 'exception.stacktrace': stack, ...rest } = attributes;
  return (
    <div class="span-event">
      <h3>
        {name}{' '}
        <span class="quiet">
          at <Duration ms={offsetMs} />
        </span>
      </h3>
      <KeyValues entries={Object.entries(rest).map(([key, value]) => [key, textOfValue(value)])} />
      {stack === undefined ? null : <CodeBlock text={textOfValue(stack)} label="the stack" />}
    </div>
  );
}

function Links({ links }: { readonly links: SpanDetail['links'] }): JSX.Element {
  return (
    <Panel title="Links" note="other traces that belong to it">
      <ul>
        {links.map(({ traceId, spanId }) => (
          <li key={traceId + spanId}>
            <Link page="trace" params={{ id: traceId, span: spanId }} class="mono">
              {traceId}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
