/** What an instance served, told four times: by spans, metrics and records at the collector, and by lines on standard output. */
import type { Instance } from '../application/instance.js';
import type { Told } from '../telemetry/otlp-reading.js';
import type { Restart } from './restart.js';

/** Requests that were cut off are warnings, too. */
const COMPLAINT = /"level":"(WARN|ERROR|FATAL)"/;

type Counts = Readonly<Record<string, number>>;

export function compare(
  { trial, collector, served }: Omit<Restart, 'load'>,
  { settings: { id }, output }: Instance,
): void {
  const wanted = served.of(id);
  const { spans, points, lines } = collector.of(id);
  const told: Readonly<Record<string, Counts>> = {
    spans: sumsOf(spans.filter(isOfRequest).map(({ attributes }) => [attributes['http.route'], 1])),
    metrics: sumsOf(points.filter(isRequests).map(({ attributes, value }) => [attributes['route'], value])),
    records: sumsOf(lines.filter(isCompletion).map(({ attributes }) => [attributes['route'], 1])),
    'standard output': sumsOf(completionLinesOf(output).map(({ route }) => [route, 1])),
  };
  for (const [way, counts] of Object.entries(told)) {
    const fact = `${way} of ${id} tell ${shown(counts)}, served were ${shown(wanted)}`;
    trial.expect(`shutdown.${way.replace(' ', '-')}`, shown(counts) === shown(wanted), fact, `--seed ${trial.seed}`);
  }
  const complaints = output.split('\n').filter((line) => COMPLAINT.test(line) && !line.includes('"target":"HTTP"'));
  trial.expect('shutdown.quiet', complaints.length === 0, `${id} complained`, complaints.slice(0, 5).join('\n'));
  collector.forget(id);
}

export function isOfRequest({ attributes }: Told): boolean {
  return attributes['http.request.method'] !== undefined;
}

export function isRequests({ name }: Told): boolean {
  return name === 'http_requests_total';
}

export function isCompletion({ attributes }: Told): boolean {
  return attributes['target'] === 'HTTP';
}

export function completionLinesOf(output: string): { readonly route: string }[] {
  const lines = output.split('\n').filter((line) => line.includes('"target":"HTTP"') && line.endsWith('}'));
  return lines.map((line) => JSON.parse(line) as { route: string });
}

function sumsOf(entries: readonly (readonly [route: string | undefined, count: number])[]): Counts {
  const sums: Record<string, number> = {};
  for (const [route = '', count] of entries) sums[route] = (sums[route] ?? 0) + count;
  return sums;
}

function shown(counts: Counts): string {
  return JSON.stringify(Object.entries(counts).toSorted(([a], [b]) => a.localeCompare(b)));
}
