/** One completion line per request, message, job and cron run, and on request a line for every span that closes. */
import type { LogsConfig } from '../config/index.js';
import {
  isExpectedError,
  type Attributes,
  type Operation,
  type OperationHandler,
  type OperationKind,
} from '../kernel/index.js';
import type { Redactor } from '../security/index.js';
import type { LogEntry } from './log-entry.js';
import { LEVEL_VALUES } from './log-level.js';
import type { LogWriter } from './log-writer.js';

interface CompletionStyle {
  readonly target: string;
  readonly fields: (about: Attributes, operation: Operation) => Record<string, unknown>;
}

/** Work that enters the application from outside, and how its line reads. */
const COMPLETIONS: Partial<Readonly<Record<OperationKind, CompletionStyle>>> = {
  'http.server': { target: 'HTTP', fields: httpFields },
  'rpc.server': { target: 'RPC', fields: workFields },
  'websocket.message': { target: 'WebSocket', fields: workFields },
  'queue.process': { target: 'Queue', fields: workFields },
  'schedule.run': { target: 'Schedule', fields: workFields },
};

/** Work with ids of its own, which every line inside tells: it has to be current, whether or not there are spans. */
const WITH_IDS: ReadonlySet<OperationKind> = new Set([
  'http.server',
  'websocket.connection',
  'websocket.message',
  'rpc.server',
  'graphql.server',
  'schedule.run',
  'event.publish',
  'event.process',
  'queue.process',
  'cqrs.execution',
]);

const PHASES: ReadonlySet<OperationKind> = new Set([
  'nest.guard',
  'nest.pipe',
  'nest.interceptor',
  'nest.handler',
  'nest.filter',
]);

export interface LoggingHandlerOptions {
  readonly writer: LogWriter;
  readonly redactor: Redactor;
  readonly config: Pick<LogsConfig, 'completion' | 'spans'>;
  /** How long is slow, in milliseconds, for this operation; 0 is never. */
  readonly slowMsOf: (operation: Operation) => number;
}

export class LoggingHandler implements OperationHandler {
  readonly name = 'logging';

  constructor(private readonly options: LoggingHandlerOptions) {}

  handles(kind: OperationKind): boolean {
    return this.options.config.spans || WITH_IDS.has(kind);
  }

  /** A line is written about the operations there are; it is no reason to make one. */
  wants(): boolean {
    return false;
  }

  end(operation: Operation): void {
    const style = COMPLETIONS[operation.kind];
    if (style !== undefined && this.options.config.completion) this.complete(operation, style);
    else if (this.options.config.spans) this.closeSpan(operation);
  }

  private complete(operation: Operation, { target, fields }: CompletionStyle): void {
    const { writer, slowMsOf, redactor } = this.options;
    const slowMs = slowMsOf(operation);
    const isSlow = slowMs > 0 && operation.durationMs > slowMs;
    const level = completionLevel(operation, isSlow);
    if (!writer.isEnabled(target, level)) return;
    const known = fields(operation.describe(), operation);
    const shown = typeof known['path'] === 'string' ? { ...known, path: redactor.redactUrl(known['path']) } : known;
    const entry = { level, target, message: completionMessage(operation, known['status']), operation, isOwn: true };
    writer.write({ ...entry, fields: [isSlow ? { ...shown, slow: true } : shown], ...errorOf(operation) });
  }

  private closeSpan(operation: Operation): void {
    const { writer } = this.options;
    const target = operation.callsite?.className ?? (PHASES.has(operation.kind) ? 'Phase' : operation.kind);
    if (!writer.isEnabled(target, LEVEL_VALUES.debug)) return;
    const { name, outcome, durationMs } = operation;
    const message = `${name} ${outcome} ${durationMs.toFixed(1)} ms`;
    const fields = [{ outcome, duration_ms: rounded(durationMs) }];
    writer.write({ level: LEVEL_VALUES.debug, target, message, operation, fields, isOwn: true, ...errorOf(operation) });
  }
}

function completionLevel({ outcome, error }: Operation, isSlow: boolean): number {
  // What was thrown to tell the other side something is no fault of ours.
  if (outcome === 'error') return isExpectedError(error) ? LEVEL_VALUES.warn : LEVEL_VALUES.error;
  return isSlow || outcome === 'canceled' ? LEVEL_VALUES.warn : LEVEL_VALUES.info;
}

function completionMessage({ name, outcome, durationMs }: Operation, status: unknown): string {
  return `${name} ${typeof status === 'number' ? status : outcome} ${durationMs.toFixed(1)} ms`;
}

function httpFields(about: Attributes, { durationMs }: Operation): Record<string, unknown> {
  return {
    method: about['http.request.method'],
    route: about['http.route'],
    status: about['http.response.status_code'],
    duration_ms: rounded(durationMs),
    path: about['url.path'],
  };
}

function workFields(about: Attributes, { outcome, durationMs }: Operation): Record<string, unknown> {
  const destination = about['messaging.destination.name'];
  return {
    outcome,
    duration_ms: rounded(durationMs),
    destination,
    method: about['rpc.method'],
    job_id: about['job.id'],
    attempt: about['job.attempt'],
    max_attempts: about['job.max_attempts'],
  };
}

function errorOf({ error }: Operation): Pick<LogEntry, 'error'> | undefined {
  return error === undefined ? undefined : { error };
}

/** Microseconds are enough, and more digits only make lines longer. */
function rounded(durationMs: number): number {
  return Math.round(durationMs * 1000) / 1000;
}
