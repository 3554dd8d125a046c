import { rooms } from '../architecture/rooms.js';
import { itSaysWhatTheCodeSays } from './documents.js';
import { code, table } from './generated.js';

const DUTIES: Readonly<Record<string, string>> = {
  kernel: 'operations: context, order, timing, settling, isolation',
  config: 'what the user said, decided once',
  security: 'redaction, access to endpoints',
  hooks: 'telemetry events, their listeners, ids',
  endpoints: 'the one mechanism behind every path of ours',
  sources: 'where operations come from: HTTP, WebSocket, RPC, GraphQL, schedules, events, databases, outgoing calls',
  metrics: 'registry, definitions, `/metrics`, the limit of series, several processes as one',
  tracing: 'spans and sampling',
  logging: 'log lines, the audit trail',
  exporters: 'OTLP, files, webhooks, the tree on the console',
  health: 'probes, readiness, drain',
  instruments: 'what an application tells itself: sessions, pools, AI, journeys',
  capture: 'requests and responses that are kept',
  profiling: 'CPU and heap profiles',
  slo: 'objectives, budgets, burn rates',
  provisioning: 'dashboards, rules, alerts, runbooks: data in, text out',
  management: 'control at run time',
  console: 'the page in the browser, and what it asks for',
  bullmq: 'plugin: queues of BullMQ',
  sentry: 'plugin: errors to Sentry',
  migration: 'the names that other libraries use, kept',
  schematics: 'what `nest add` does',
};

/** Doors that nearly every room may open are said once. */
const COMMON = ['kernel', 'config', 'security', 'hooks', 'endpoints'];

function roomTable(): string {
  const rows = Object.entries(rooms).map(([name, { mayImport, packages }]) => [
    code(name),
    DUTIES[name] ?? say(name),
    importsOf(mayImport),
    packages.map(code).join(', '),
  ]);
  return [`**common**: ${COMMON.map(code).join(', ')}.`, table(['room', 'duty', 'may import', 'knows'], rows)].join(
    '\n\n',
  );
}

function importsOf(mayImport: readonly string[]): string {
  const hasAll = COMMON.every((name) => mayImport.includes(name));
  const others = mayImport.filter((name) => !hasAll || !COMMON.includes(name)).map(code);
  return [...(hasAll ? ['**common**'] : []), ...others].join(', ');
}

function say(name: string): never {
  throw new Error(`Say in ${__filename} what the duty of ${name} is`);
}

describe('CONTRIBUTING.md', () => {
  itSaysWhatTheCodeSays(['CONTRIBUTING.md'], { rooms: roomTable });
});
