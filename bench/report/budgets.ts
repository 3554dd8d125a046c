/** The budgets as data: what may cost how much, which figures say so, and which figures of the field stand beside them. */
import type { PartName } from '../part.js';

/** One row of the table. */
export interface Budget {
  readonly title: string;
  /** The part of the benchmark that measures it. */
  readonly part: PartName;
  readonly limits: readonly Limit[];
  /** What its users would run instead, measured in the same unit. */
  readonly field?: readonly Rival[];
}

export interface Limit {
  /** Id of the figure. */
  readonly figure: string;
  readonly atMost: number;
  /** What the method cannot tell from the limit, in the figure's unit. */
  readonly resolution?: number;
  /** Below the limit, and not promised. */
  readonly stretch?: number;
  /** What tells this limit from the others of its row, such as `Express`. */
  readonly label?: string;
}

export interface Rival {
  readonly name: string;
  /** Ids of figures, in the order of the limits. */
  readonly figures: readonly string[];
}

/** The Node that the budgets are for; on others the same figures stand beside them. */
export const BUDGET_NODE_MAJOR = 24;

export const platforms = ['express', 'fastify'] as const;
export type Platform = (typeof platforms)[number];
export const platformNames: Readonly<Record<Platform, string>> = { express: 'Express', fastify: 'Fastify' };
type PerPlatform = Readonly<Record<Platform, number>>;

export const budgets: readonly Budget[] = [
  {
    title: 'HTTP metrics only, CPU per request, on ÷ off',
    part: 'requests',
    limits: perPlatform('requests.metrics', { express: 1.03, fastify: 1.05 }),
    field: [requestRival('interceptor + prom-client, × bare', 'interceptor-prom-client', 'cpu')],
  },
  {
    title: 'metrics + decorators, unsampled, on ÷ off',
    part: 'requests',
    limits: perPlatform('requests.decorated', { express: 1.08, fastify: 1.1 }),
  },
  {
    title: 'metrics + 10 % sampling, exported, on ÷ off',
    part: 'requests',
    limits: perPlatform('requests.sampled', { express: 1.15, fastify: 1.25 }),
    field: [
      requestRival('nestjs-otel, × bare', 'nestjs-otel-10', 'cpu'),
      requestRival('@nestjs/observe', 'observe-10', 'cpu'),
      requestRival('OpenTelemetry auto', 'otel-auto-10', 'cpu'),
      requestRival('Sentry', 'sentry-10', 'cpu'),
    ],
  },
  {
    title: 'overhead ÷ that of OpenTelemetry auto, both × bare',
    part: 'field',
    limits: perPlatform('field.ours-vs-auto', { express: 0.1, fastify: 0.1 }),
  },
  {
    title: 'metrics + 100 % sampling, exported, on ÷ off',
    part: 'requests',
    limits: perPlatform('requests.full', { express: 1.7, fastify: 2 }, { stretch: { express: 1.4, fastify: 1.65 } }),
    field: [
      requestRival('nestjs-otel, × bare', 'nestjs-otel-100', 'cpu'),
      requestRival('@nestjs/observe', 'observe-100', 'cpu'),
      requestRival('OpenTelemetry auto', 'otel-auto-100', 'cpu'),
    ],
  },
  {
    title: 'metrics + 10 % + one completion log line, on ÷ off',
    part: 'requests',
    limits: perPlatform('requests.logged', { express: 1.6, fastify: 1.85 }),
    field: [requestRival('nestjs-pino alone, × bare', 'nestjs-pino', 'cpu')],
  },
  {
    title: '`enabled: false` × bare',
    part: 'requests',
    limits: perPlatform('requests.disabled', { express: 1.02, fastify: 1.02 }),
  },
  {
    title: 'the decision desk on PostgreSQL, everything at 10 %, CPU on ÷ off',
    part: 'desk',
    limits: [{ figure: 'desk.cost', atMost: 1.02 }],
  },
  {
    title: 'profiling on, no profile taken, CPU with ÷ without',
    part: 'rooms',
    limits: perPlatform('rooms.profiling', { express: 1.01, fastify: 1.01 }),
  },
  {
    title: 'console on, nobody looks, 100 % sampled and exported, CPU with ÷ without',
    part: 'rooms',
    limits: perPlatform('rooms.console', { express: 1.1, fastify: 1.1 }),
  },
  {
    title: 'p99 at saturation, 10 %, × bare',
    part: 'field',
    limits: perPlatform('field.ours-10', { express: 1.4, fastify: 1.4 }, { suffix: '.p99' }),
    field: [
      requestRival('nestjs-otel', 'nestjs-otel-10', 'p99'),
      requestRival('@nestjs/observe', 'observe-10', 'p99'),
      requestRival('OpenTelemetry auto', 'otel-auto-10', 'p99'),
      requestRival('Sentry', 'sentry-10', 'p99'),
    ],
  },
  {
    title: '`enabled: false`, a decorated call, × a wrapper that does nothing',
    part: 'calls',
    limits: [{ figure: 'calls.disabled.sync', atMost: 1.2 }],
  },
  {
    title: '`@Counted`, sync, × a wrapper that does nothing',
    part: 'calls',
    limits: [{ figure: 'calls.counted.sync', atMost: 1.5 }],
    field: [
      { name: 'prom-client by hand', figures: ['calls.prom-client-counted.sync'] },
      { name: 'nestjs-otel', figures: ['calls.nestjs-otel-counted.sync'] },
    ],
  },
  {
    title: '`@Counted`, sync, bytes a call',
    part: 'calls',
    limits: [{ figure: 'calls.counted.bytes', atMost: 0, resolution: 1 }],
  },
  {
    title: '`@Timed`, sync, in readings of the clock',
    part: 'calls',
    limits: [{ figure: 'calls.timed.clock-readings', atMost: 2.3 }],
    field: [{ name: 'prom-client `startTimer`', figures: ['calls.prom-client-timed.clock-readings'] }],
  },
  {
    title: '`@Traced`, sync, × a wrapper that does nothing',
    part: 'calls',
    limits: [
      { figure: 'calls.traced-outside.sync', atMost: 2.5, label: 'outside a trace' },
      { figure: 'calls.traced-unsampled.sync', atMost: 2.5, label: 'unsampled' },
    ],
    field: [
      { name: 'nestjs-otel', figures: ['calls.nestjs-otel-traced.sync'] },
      { name: '@nestjs/observe hook', figures: ['calls.observe.sync'] },
    ],
  },
  {
    title: 'all three on one method, unsampled, ÷ span + counter of nestjs-otel',
    part: 'calls',
    limits: [{ figure: 'calls.all.vs-nestjs-otel', atMost: 0.1 }],
  },
  {
    title: 'scrape of counters, × `registry.metrics()` of prom-client',
    part: 'scrape',
    limits: perSize('scrape.counters', { '10k': 0.06, '100k': 0.12, '500k': 0.12 }),
    field: [
      {
        name: 'exporter of OpenTelemetry',
        figures: ['10k', '100k', '500k'].map((size) => `scrape.opentelemetry-counters.${size}`),
      },
    ],
  },
  {
    title: 'scrape of 100k histogram lines, × `registry.metrics()` of prom-client',
    part: 'scrape',
    limits: [{ figure: 'scrape.histograms.100k', atMost: 0.2 }],
    field: [{ name: 'exporter of OpenTelemetry', figures: ['scrape.opentelemetry-histograms.100k'] }],
  },
  {
    title: 'longest block of the event loop by a scrape beside garbage collection, ms',
    part: 'scrape',
    limits: perSize('scrape.block', {
      '1k': 10,
      '10k': 10,
      '100k': 10,
      '500k': 10,
      'histograms-100k': 10,
      'histograms-500k': 10,
    }),
  },
  {
    title: 'peak memory of a scrape, × prom-client',
    part: 'scrape',
    limits: perSize('scrape.memory', { '10k': 0.2, '100k': 0.2, '500k': 0.2 }),
  },
  {
    title: 'heap per labelled series, × prom-client',
    part: 'scrape',
    limits: [{ figure: 'heap.per-series', atMost: 0.75 }],
    field: [{ name: 'OpenTelemetry', figures: ['heap.opentelemetry-per-series'] }],
  },
  {
    title: 'start-up, × bare',
    part: 'startup',
    limits: [
      { figure: 'startup.ours', atMost: 1.2, label: 'without pino' },
      { figure: 'startup.ours-logs', atMost: 1.35, label: 'with pino' },
    ],
    field: [
      { name: 'OpenTelemetry auto', figures: ['startup.auto'] },
      { name: 'Sentry', figures: ['startup.sentry'] },
      { name: 'nestjs-otel', figures: ['startup.nestjs-otel'] },
    ],
  },
];

export function budgetsOf(parts: readonly PartName[]): Budget[] {
  return budgets.filter(({ part }) => parts.includes(part));
}

export function limitOf(figure: string): Limit | undefined {
  return budgets.flatMap(({ limits }) => limits).find((limit) => limit.figure === figure);
}

interface PerPlatformOptions {
  /** Of the figures' ids. */
  readonly suffix?: string;
  readonly stretch?: PerPlatform;
}

function perPlatform(id: string, atMost: PerPlatform, { suffix = '', stretch }: PerPlatformOptions = {}): Limit[] {
  return platforms.map((platform) => ({
    figure: `${id}.${platform}${suffix}`,
    atMost: atMost[platform],
    label: platformNames[platform],
    ...(stretch !== undefined && { stretch: stretch[platform] }),
  }));
}

function requestRival(name: string, id: string, measure: 'cpu' | 'p99'): Rival {
  return { name, figures: platforms.map((platform) => `field.${id}.${platform}.${measure}`) };
}

function perSize(id: string, atMost: Readonly<Record<string, number>>): Limit[] {
  return Object.entries(atMost).map(([size, limit]) => ({ figure: `${id}.${size}`, atMost: limit, label: size }));
}
