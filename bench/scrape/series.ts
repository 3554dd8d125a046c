/** The series that every contender holds: the same labels, of varied length, and the same values. */

export type Kind = 'counters' | 'histograms';

export interface Labels {
  readonly tenant: string;
  readonly route: string;
  readonly client: string;
}

export const LABEL_NAMES = ['tenant', 'route', 'client'] as const;
export const COUNTER = { name: 'orders_processed_total', help: 'Orders processed' };
export const HISTOGRAM = { name: 'order_duration_seconds', help: 'Time an order takes' };
/** OpenTelemetry's advice for durations in seconds, and our default: with `+Inf`, sum and count 17 lines a series. */
export const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

const LINES_PER_SERIES: Readonly<Record<Kind, number>> = { counters: 1, histograms: BUCKETS.length + 3 };

export function seriesFor(kind: Kind, lines: number): number {
  return Math.ceil(lines / LINES_PER_SERIES[kind]);
}

export function linesOf(kind: Kind, series: number): number {
  return series * LINES_PER_SERIES[kind];
}

const ROUTES = Array.from(
  { length: 20 },
  (_, index) =>
    ['/orders', ':id', 'items', ':itemId', 'returns', 'v2'].slice(0, 1 + (index % 6)).join('/') +
    (index < 6 ? '' : `/r${index}`),
);
const CLIENTS = ['web', 'ios', 'android 14', 'curl/8.5 "nightly"', 'partner-gateway.example.com'];
const PER_TENANT = ROUTES.length * CLIENTS.length;

/** Of one tenant after the other: every route with every client. Routes are the code's, the rest comes with each request. */
export function labelsAt(index: number): Labels {
  const rest = index % PER_TENANT;
  return {
    tenant: received(tenantAt(Math.floor(index / PER_TENANT))),
    route: ROUTES[Math.floor(rest / CLIENTS.length)]!,
    client: received(CLIENTS[rest % CLIENTS.length]!),
  };
}

function tenantAt(number: number): string {
  return number % 3 === 0 ? `t${number}` : `customer-${number * 7_919}-eu-central`;
}

/** A string of its own, as what is read from a socket. */
function received(text: string): string {
  return Buffer.from(text).toString();
}

/** Mostly whole numbers, of different lengths. */
export function countAt(index: number): number {
  return index % 11 === 0 ? index * 0.25 : (index * 37) % 1_000_003;
}

/** What each series of the histogram observes, in seconds. */
export function durationsAt(index: number): readonly number[] {
  return [0.001 * (1 + (index % 90)), 0.3, 1.5 + (index % 7)];
}
