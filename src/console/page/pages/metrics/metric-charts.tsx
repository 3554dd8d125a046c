/** How a metric went: rates of counters, values of gauges, percentiles, rate and heat map of what is observed. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { location, setParams } from '../../app/router.js';
import { Chart, type ChartDot, type ChartLine } from '../../components/chart.js';
import { EmptyState } from '../../components/empty-state.js';
import { HeatMap } from '../../components/heat-map.js';
import type { Exemplar, MetricAnswer, MetricLine } from '../../../shapes/index.js';

const HEIGHT_PX = 200;
const quantiles = ['p50', 'p95', 'p99'] as const;
type Quantile = (typeof quantiles)[number];

export function MetricCharts({ answer }: { readonly answer: MetricAnswer }): JSX.Element {
  const { metric, timesMs, lines, heatMap } = answer;
  const rates = useMemo(() => linesOf(lines, 'rate'), [lines]);
  const values = useMemo(() => linesOf(lines, 'value'), [lines]);
  const isCounter = metric.type === 'counter';
  if (lines.length === 0)
    return (
      <EmptyState title="No series fits">Nothing was measured with these labels since the process started.</EmptyState>
    );
  return (
    <div class="metrics-charts">
      {values.length > 0 && (
        <Chart title="Value" unit={metric.unit} timesMs={timesMs} lines={values} heightPx={HEIGHT_PX} />
      )}
      {lines.some(({ kind }) => kind === 'p95') && <Quantiles answer={answer} />}
      {rates.length > 0 && (
        <Chart
          title={isCounter ? 'Rate' : 'Observations'}
          unit={isCounter ? metric.unit : 'count'}
          isRate
          timesMs={timesMs}
          lines={rates}
          heightPx={HEIGHT_PX}
        />
      )}
      {heatMap !== null && (
        <HeatMap title="Distribution" unit={metric.unit} timesMs={timesMs} heatMap={heatMap} heightPx={HEIGHT_PX} />
      )}
    </div>
  );
}

/** All three of one group; of several groups one at a time, or they could not be compared. */
function Quantiles({ answer: { metric, timesMs, lines, exemplars } }: { readonly answer: MetricAnswer }): JSX.Element {
  const hasGroups = lines.filter(({ kind }) => kind === 'p95').length > 1;
  const asked = location.value.params.get('quantile');
  const chosen = quantiles.find((one) => one === asked) ?? 'p95';
  const dots = useMemo(() => exemplars.slice(0, MAX_DOTS).map(dotOf), [exemplars]);
  const shown = useMemo(
    () => (hasGroups ? linesOf(lines, chosen) : quantiles.flatMap((kind) => named(linesOf(lines, kind), kind))),
    [lines, hasGroups, chosen],
  );
  return (
    <div>
      {hasGroups && <QuantileChoice chosen={chosen} />}
      <Chart
        title={hasGroups ? `Percentile ${chosen.slice(1)}` : 'Percentiles'}
        unit={metric.unit}
        timesMs={timesMs}
        lines={shown}
        dots={dots}
        heightPx={HEIGHT_PX}
      />
    </div>
  );
}

function QuantileChoice({ chosen }: { readonly chosen: Quantile }): JSX.Element {
  return (
    <div class="metrics-control" role="group" aria-label="Percentile">
      {quantiles.map((one) => (
        <button
          key={one}
          type="button"
          class="button"
          aria-pressed={one === chosen}
          onClick={() => setParams({ quantile: one })}
        >
          {one}
        </button>
      ))}
    </div>
  );
}

/** More could not be told apart. */
const MAX_DOTS = 60;

function dotOf({ timeMs, value, traceId, labels }: Exemplar): ChartDot {
  return { timeMs, value, traceId, title: Object.values(labels).join(' ') };
}

function linesOf(lines: readonly MetricLine[], wanted: MetricLine['kind']): ChartLine[] {
  return lines
    .filter(({ kind }) => kind === wanted)
    .map(({ labels, values }) => ({ name: Object.values(labels).join(' ') || 'all series', values }));
}

function named(lines: readonly ChartLine[], name: string): ChartLine[] {
  return lines.map(({ values }) => ({ name, values }));
}
