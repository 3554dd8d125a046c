/** The design page's import table as data. A room may import the rooms listed here, through their doors, and nothing else. */
export interface Room {
  readonly layer: number;
  readonly mayImport: readonly string[];
  /** Outside packages that this room alone knows; each is imported by exactly one of its files. */
  readonly packages: readonly string[];
}

const base = ['kernel', 'config', 'security', 'hooks', 'endpoints'];

/** What the rooms of the last layer, that show what all others know, may look at. */
const everyOther = [
  'sources',
  'metrics',
  'tracing',
  'logging',
  'exporters',
  'health',
  'slo',
  'instruments',
  'capture',
  'profiling',
];

export const rooms: Readonly<Record<string, Room>> = {
  kernel: { layer: 0, mayImport: [], packages: ['rxjs', 'reflect-metadata'] },
  config: { layer: 1, mayImport: ['kernel'], packages: ['yaml'] },
  security: { layer: 1, mayImport: ['kernel', 'config'], packages: [] },
  hooks: { layer: 1, mayImport: ['kernel', 'config'], packages: [] },
  endpoints: { layer: 1, mayImport: ['kernel', 'config', 'security'], packages: [] },
  sources: { layer: 2, mayImport: base, packages: ['@grpc/grpc-js', '@nestjs/microservices', '@nestjs/websockets'] },
  metrics: { layer: 2, mayImport: base, packages: ['prom-client', '@willsoto/nestjs-prometheus'] },
  tracing: { layer: 2, mayImport: base, packages: ['@opentelemetry/sdk-node'] },
  logging: { layer: 2, mayImport: base, packages: ['nestjs-pino', 'pino'] },
  exporters: {
    layer: 3,
    mayImport: [...base, 'sources', 'metrics', 'tracing', 'logging'],
    packages: ['@opentelemetry/exporter-trace-otlp-grpc', '@opentelemetry/exporter-trace-otlp-proto'],
  },
  health: { layer: 3, mayImport: [...base, 'metrics'], packages: ['@nestjs/terminus'] },
  instruments: { layer: 3, mayImport: [...base, 'sources', 'metrics'], packages: [] },
  capture: { layer: 3, mayImport: base, packages: [] },
  profiling: { layer: 3, mayImport: base, packages: [] },
  slo: { layer: 3, mayImport: [...base, 'metrics'], packages: [] },
  provisioning: { layer: 4, mayImport: ['kernel', 'config', 'metrics', 'slo'], packages: [] },
  management: { layer: 4, mayImport: [...base, ...everyOther], packages: [] },
  console: { layer: 4, mayImport: [...base, ...everyOther], packages: [] },
  bullmq: { layer: 4, mayImport: [...base, 'sources', 'metrics'], packages: ['bullmq'] },
  sentry: { layer: 4, mayImport: [...base, 'sources'], packages: ['@sentry/node'] },
  migration: { layer: 4, mayImport: ['root', 'kernel', 'config', 'metrics'], packages: [] },
};

/** Welcome everywhere; Nest not in the kernel. `rxjs` is part of Nest's own contract (interceptors). */
export const welcomePackages = ['@nestjs/common', '@nestjs/core', '@opentelemetry/api'];

/** What a room may import beyond the rule, with the reason. */
export const exceptions: Readonly<Record<string, readonly string[]>> = {
  // Interceptors speak Observable: it is Nest's interface, not a backend.
  sources: ['rxjs'],
  // What `@Sse()` takes is an Observable.
  instruments: ['rxjs'],
  // Types of the user's options only; nothing is loaded.
  config: ['pino'],
  // Types of what users configure and get; nothing is loaded.
  migration: ['prom-client'],
};
