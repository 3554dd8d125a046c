/**
 * How samples are written: Prometheus text 0.0.4 and OpenMetrics 1.0. The two differ in how counters are named, how bounds
 * are written, and in units and exemplars.
 *
 * https://prometheus.io/docs/instrumenting/exposition_formats/ · https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
import type { MetricType, MetricUnit } from '../kernel/index.js';

export type FormatName = 'text' | 'openmetrics';

export interface FamilyHead {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly unit?: MetricUnit;
}

export interface TextFormat {
  readonly contentType: string;
  readonly hasExemplars: boolean;
  /** The family's name as it stands in the metadata. */
  familyName(head: Pick<FamilyHead, 'name' | 'type'>): string;
  /** The name of a counter's sample. */
  counterName(name: string): string;
  /** The metadata. The line break at its end is left to what follows: a sample begins with one. */
  head(head: FamilyHead): string;
  /** A bucket bound or quantile as label value. */
  bound(value: number): string;
  readonly end: string;
}

const text: TextFormat = {
  contentType: 'text/plain; version=0.0.4; charset=utf-8',
  hasExemplars: false,
  familyName: ({ name }) => name,
  counterName: (name) => name,
  head: ({ name, type, help }) => `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}`,
  bound: formatNumber,
  end: '',
};

const openmetrics: TextFormat = {
  contentType: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  hasExemplars: true,
  familyName: ({ name, type }) => (type === 'counter' ? baseOf(name) : name),
  counterName: (name) => `${baseOf(name)}_total`,
  head: (head) => {
    const name = openmetrics.familyName(head);
    return `# TYPE ${name} ${head.type}\n${unitLine(name, head.unit)}# HELP ${name} ${escapeText(head.help)}`;
  },
  bound: (value) => (Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : formatNumber(value)),
  end: '# EOF\n',
};

export const formats: Readonly<Record<FormatName, TextFormat>> = { text, openmetrics };

export function formatNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

/** `a="x",b="y"`, without braces. */
export function formatLabels(labels: Readonly<Record<string, unknown>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeText(String(value))}"`)
    .join(',');
}

/** For label values, and for OpenMetrics' help. */
export function escapeText(value: string): string {
  return /[\\\n"]/.test(value) ? escapeHelp(value).replaceAll('"', '\\"') : value;
}

function escapeHelp(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function baseOf(counterName: string): string {
  return counterName.endsWith('_total') ? counterName.slice(0, -'_total'.length) : counterName;
}

/** OpenMetrics asks that the name end in the unit; where it does not, the line is left out. */
function unitLine(name: string, unit: MetricUnit | undefined): string {
  const word = unit === 'timestamp_seconds' ? 'seconds' : unit;
  return word !== undefined && name.endsWith(`_${word}`) ? `# UNIT ${name} ${word}\n` : '';
}
