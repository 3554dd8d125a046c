/** One metric: what it is, how it is narrowed and split, how it went, and how to ask Prometheus the same. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { location } from '../../app/router.js';
import { useResource } from '../../app/use-resource.js';
import { Badge } from '../../components/badge.js';
import { CodeBlock } from '../../components/code-block.js';
import { Panel } from '../../components/panel.js';
import { ResourceState } from '../../components/resource-state.js';
import { StatusMark } from '../../components/status-mark.js';
import { formatCount, formatPlural } from '../../format/count.js';
import type { MetricAnswer, MetricEntry } from '../../../shapes/index.js';
import { LabelControls } from './label-controls.js';
import { MetricCharts } from './metric-charts.js';
import { rangeOf, since } from './metric-range.js';

const REFRESH_MS = 5_000;

export function MetricView({ name, maxSeries }: { readonly name: string; readonly maxSeries: number }): JSX.Element {
  const { params } = location.value;
  const metric = useResource<MetricAnswer>('metric', questionOf(name, params), {
    refreshMs: REFRESH_MS,
    on: ['metrics'],
  });
  return (
    <ResourceState resource={metric}>{(answer) => <ShownMetric answer={answer} maxSeries={maxSeries} />}</ResourceState>
  );
}

interface ShownMetricProps {
  readonly answer: MetricAnswer;
  readonly maxSeries: number;
}

function ShownMetric({ answer, maxSeries }: ShownMetricProps): JSX.Element {
  const range = rangeOf(location.value.params);
  const recent = useMemo(() => since(answer, range), [answer, range.id]);
  return (
    <article aria-labelledby="metric-name">
      <MetricHead metric={answer.metric} maxSeries={maxSeries} />
      <LabelControls answer={answer} />
      <MetricCharts answer={recent} />
      <Panel title="The same in PromQL">
        <div class="metrics-queries">
          {answer.promql.map((query) => (
            <CodeBlock key={query} text={query} label="PromQL" />
          ))}
        </div>
      </Panel>
    </article>
  );
}

/** What the server is asked; the rest of the address is the page's own. */
function questionOf(name: string, params: URLSearchParams): URLSearchParams {
  const asked = [...params].filter(([key]) => key === 'by' || key.startsWith('label.'));
  return new URLSearchParams([['name', name], ...asked]);
}

function MetricHead({ metric, maxSeries }: { readonly metric: MetricEntry; readonly maxSeries: number }): JSX.Element {
  const { name, type, unit, help, seriesCount, isNearLimit } = metric;
  return (
    <header class="metrics-head">
      <h2 id="metric-name" class="mono">
        {name}
      </h2>
      <Badge>{type}</Badge>
      {unit !== '' && <Badge>{unit}</Badge>}
      <span class="quiet number">
        {formatPlural(seriesCount, 'series', 'series')} of {formatCount(maxSeries)} that it may have
      </span>
      {isNearLimit && (
        <p class="metrics-warning" role="status">
          <StatusMark status="warn" />
          <span>
            Near its limit: at {formatCount(maxSeries)} series new ones are counted as _OTHER. Take a label away, bound
            its values, or raise metrics.maxSeries.
          </span>
        </p>
      )}
      <p class="metrics-help">{help}</p>
    </header>
  );
}
