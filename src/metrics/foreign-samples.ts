/** Writes metrics that are not ours from what prom-client's interface says about them. */
import type { ForeignReading, ForeignValue } from './prometheus-registry.js';
import type { PrometheusExemplar, PrometheusLabels } from './prometheus-values.js';
import { formatLabels, formatNumber, type TextFormat } from './text-format.js';
import { isPiece } from './text-pieces.js';

/** Head and samples of one metric, in pieces of whole lines. */
export function* foreignText(
  reading: ForeignReading,
  format: TextFormat,
  defaultLabels: PrometheusLabels,
): Iterable<string> {
  let text = `${format.head(reading)}\n`;
  let count = 0;
  for (const value of reading.values ?? []) {
    text += sampleLine(reading, value, format, defaultLabels);
    if (!isPiece(text, ++count)) continue;
    yield text;
    text = '';
  }
  yield text;
}

function sampleLine(
  { name, type }: ForeignReading,
  sample: ForeignValue,
  format: TextFormat,
  defaultLabels: PrometheusLabels,
): string {
  const sampleName = sample.metricName ?? name;
  const shownName = type === 'counter' ? format.counterName(sampleName) : sampleName;
  const labels = formatLabels({ ...withBounds(sample.labels, format), ...missingFrom(sample.labels, defaultLabels) });
  const place = labels === '' ? shownName : `${shownName}{${labels}}`;
  return `${place} ${formatNumber(sample.value)}${exemplarText(sample.exemplar, format)}\n`;
}

/** `le` and `quantile` are numbers that each format writes its own way. */
function withBounds(labels: PrometheusLabels | undefined, format: TextFormat): PrometheusLabels {
  const shown: PrometheusLabels = { ...labels };
  for (const name of ['le', 'quantile']) {
    const bound = shown[name];
    if (typeof bound === 'number') shown[name] = format.bound(bound);
  }
  return shown;
}

/** The default labels that a sample has not itself. */
export function missingFrom(labels: PrometheusLabels | undefined, defaultLabels: PrometheusLabels): PrometheusLabels {
  return Object.fromEntries(Object.entries(defaultLabels).filter(([name]) => labels?.[name] === undefined));
}

function exemplarText(exemplar: PrometheusExemplar | null | undefined, format: TextFormat): string {
  if (!format.hasExemplars || exemplar === null || exemplar === undefined) return '';
  return ` # {${formatLabels(exemplar.labelSet)}} ${formatNumber(exemplar.value)} ${exemplar.timestamp}`;
}
