/** Everything that tells anything is on, and secrets of the configuration are wherever it takes one. */
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { ObservabilityModule, type ObservabilityOptions } from 'nestjs-observability';
import { sentry } from 'nestjs-observability/sentry';
import { redaction } from '../canary/personal.js';
import { CageController, CageGateway, CageMessages, Heartbeat } from './doors.js';
import { Inside } from './inside.js';
import { AUDIT_FILE, EVENTS_FILE, type CageSettings } from './settings.js';

const MAX_KEPT = 20_000;

@Module({})
export class CageModule {
  static with(settings: CageSettings): DynamicModule {
    return {
      module: CageModule,
      imports: [ObservabilityModule.forRoot(optionsOf(settings))],
      controllers: [CageController, CageMessages],
      providers: [Inside, CageGateway, Heartbeat],
    };
  }
}

function optionsOf(settings: CageSettings): ObservabilityOptions {
  return { ...signalsOf(settings), ...pagesOf(settings), ...eventsOf(settings), redaction };
}

function signalsOf({ collectorUrl: endpoint, protocol, isPretty, tokens }: CageSettings): ObservabilityOptions {
  const headers = { 'x-api-key': tokens['exporter header'] };
  const target = (signal: string) => ({
    endpoint: protocol === 'grpc' ? endpoint : `${endpoint}/v1/${signal}`,
    protocol,
    headers,
  });
  return {
    service: { name: 'cage' },
    environment: 'production',
    baggageAttributes: ['note', 'password'],
    identify: ({ headers: { 'x-user': user } }) => (typeof user === 'string' ? { userId: user } : undefined),
    http: { clientIdentity: 'plain', slowMs: 1 },
    hooks: { headers: ['x-note', 'authorization', 'user-agent', 'cookie'] },
    traces: {
      ...target('traces'),
      sampleRatio: 1,
      tree: isPretty,
      forceSecret: tokens['force secret'],
      scheduleDelayMs: 100,
      maxQueueSize: 50_000,
    },
    metrics: {
      ...target('metrics'),
      exporter: ['prometheus', 'otlp'],
      exportIntervalMs: 1_000,
      bearerToken: tokens['metrics token'],
    },
    logs: {
      ...target('logs'),
      exporter: 'otlp',
      level: 'debug',
      pretty: isPretty,
      spans: true,
      frames: true,
      callSite: true,
      maxPerSecond: 0,
      maxQueueSize: 50_000,
    },
    ai: { recordContent: true },
    database: { statements: true },
    processes: { enabled: true },
    shutdown: { drainTimeoutMs: 0 },
  };
}

function pagesOf({ tokens }: CageSettings): ObservabilityOptions {
  const checks = {
    payments: `http://ops:${tokens['check password']}@127.0.0.1:9/health?token=${tokens['check password']}`,
  };
  return {
    console: {
      enabled: true,
      access: { token: tokens['console token'] },
      changes: true,
      maxTraces: MAX_KEPT,
      maxLogs: MAX_KEPT,
    },
    management: {
      enabled: true,
      access: { tokens: { alice: tokens['management token'] } },
      exposure: { change: ['profiles'] },
    },
    health: { details: true, cacheMs: 0, httpChecks: checks },
    capture: { rules: [{ when: 'always' }], maxEntries: MAX_KEPT, maxBytes: 2 ** 28 },
    profiling: { enabled: true, requestSecret: tokens['profiling secret'] },
    slos: [{ name: 'cage', objective: 0.99 }],
  };
}

function eventsOf({ folder, webhookUrl, sentryDsn, tokens }: CageSettings): ObservabilityOptions {
  return {
    audit: { destination: join(folder, AUDIT_FILE) },
    exporters: [
      { type: 'file', path: join(folder, EVENTS_FILE), operations: 'all' },
      { type: 'webhook', url: webhookUrl, secret: tokens['webhook secret'], operations: 'all' },
      { type: 'console' },
    ],
    plugins: [sentry({ dsn: sentryDsn })],
  };
}
