/** One completion line per request, message, job, cron run and whatever an instrument watches, and on request a line for every span that closes. */
import type { LogsConfig } from '../config/index.js';
import {
  isExpectedError,
  isLongLived,
  type Attributes,
  type Operation,
  type OperationHandler,
  type OperationKind,
} from '../kernel/index.js';
import { phaseDurationsOf } from '../hooks/index.js';
import type { Redactor } from '../security/index.js';
import { putAiFields } from './ai-fields.js';
import { LineField, type LineSink } from './line-sink.js';
import { LEVEL_VALUES } from './log-level.js';
import type { LogWriter } from './log-writer.js';

interface CompletionStyle {
  readonly target: string;
  /** How it ended, in the message. */
  readonly result: (about: Attributes, operation: Operation) => unknown;
  readonly putFields: (line: LineSink, completion: Completion) => void;
}

interface Completion {
  readonly operation: Operation;
  readonly about: Attributes;
  readonly redactor: Redactor;
}

const METHOD = new LineField('method');
const ROUTE = new LineField('route');
const STATUS = new LineField('status');
const DURATION_MS = new LineField('duration_ms');
const PATH = new LineField('path');
const SLOW = new LineField('slow');
const OUTCOME = new LineField('outcome');
const DESTINATION = new LineField('destination');
const JOB_ID = new LineField('job_id');
const ATTEMPT = new LineField('attempt');
const MAX_ATTEMPTS = new LineField('max_attempts');
const PHASES_MS = new LineField('phases_ms');

/** Work that enters the application from outside or that an instrument watches, and how its line reads. */
const COMPLETIONS: Partial<Readonly<Record<OperationKind, CompletionStyle>>> = {
  'http.server': { target: 'HTTP', result: httpStatus, putFields: putHttpFields },
  'rpc.server': { target: 'RPC', result: outcomeOf, putFields: putWorkFields },
  'websocket.message': { target: 'WebSocket', result: outcomeOf, putFields: putWorkFields },
  'queue.process': { target: 'Queue', result: outcomeOf, putFields: putWorkFields },
  'schedule.run': { target: 'Schedule', result: outcomeOf, putFields: putWorkFields },
  session: { target: 'Session', result: outcomeOf, putFields: putWorkFields },
  connection: { target: 'Connection', result: outcomeOf, putFields: putWorkFields },
  'transport.call': { target: 'Transport', result: outcomeOf, putFields: putWorkFields },
  'child.process': { target: 'Process', result: outcomeOf, putFields: putWorkFields },
  'ai.completion': { target: 'AI', result: outcomeOf, putFields: putCompletionFields },
  'journey.stage': { target: 'Journey', result: outcomeOf, putFields: putWorkFields },
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
  'session',
  'connection',
  'transport.call',
  'child.process',
  'ai.completion',
  'journey.stage',
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

  private complete(operation: Operation, { target, result, putFields }: CompletionStyle): void {
    const { writer, slowMsOf, redactor } = this.options;
    const slowMs = slowMsOf(operation);
    const isSlow = slowMs > 0 && operation.durationMs > slowMs && !isLongLived(operation.kind);
    const level = completionLevel(operation, isSlow);
    if (!writer.isEnabled(target, level)) return;
    const about = operation.describe();
    const own = (line: LineSink): void => {
      putFields(line, { operation, about, redactor });
      if (isSlow) line.put(SLOW, true);
      putPhases(line, operation);
    };
    const message = messageOf(operation, result(about, operation));
    writer.write({ level, target, message, operation, error: operation.error, own });
  }

  private closeSpan(operation: Operation): void {
    const { writer } = this.options;
    const target = operation.callsite?.className ?? (PHASES.has(operation.kind) ? 'Phase' : operation.kind);
    if (!writer.isEnabled(target, LEVEL_VALUES.debug)) return;
    const { outcome, durationMs, error } = operation;
    const own = (line: LineSink): void => {
      line.put(OUTCOME, outcome);
      line.put(DURATION_MS, rounded(durationMs));
    };
    writer.write({ level: LEVEL_VALUES.debug, target, message: messageOf(operation, outcome), operation, error, own });
  }
}

function completionLevel({ outcome, error }: Operation, isSlow: boolean): number {
  // What was thrown to tell the other side something is no fault of ours.
  if (outcome === 'error') return isExpectedError(error) ? LEVEL_VALUES.warn : LEVEL_VALUES.error;
  return isSlow || outcome === 'canceled' ? LEVEL_VALUES.warn : LEVEL_VALUES.info;
}

function messageOf({ name, durationMs }: Operation, result: unknown): string {
  return `${name} ${String(result)} ${durationMs.toFixed(1)} ms`;
}

function httpStatus(about: Attributes, operation: Operation): unknown {
  const status = about['http.response.status_code'];
  return typeof status === 'number' ? status : operation.outcome;
}

function outcomeOf(_about: Attributes, { outcome }: Operation): unknown {
  return outcome;
}

function putHttpFields(line: LineSink, { about, operation, redactor }: Completion): void {
  const route = about['http.route'];
  const path = about['url.path'];
  line.put(METHOD, about['http.request.method']);
  line.put(ROUTE, route);
  line.put(STATUS, about['http.response.status_code']);
  line.put(DURATION_MS, rounded(operation.durationMs));
  // A path that is its route's template holds nothing of the caller's.
  line.put(PATH, typeof path === 'string' && path !== route ? redactor.redactUrl(path) : path);
}

function putWorkFields(line: LineSink, { about, operation: { outcome, durationMs } }: Completion): void {
  line.put(OUTCOME, outcome);
  line.put(DURATION_MS, rounded(durationMs));
  line.put(DESTINATION, about['messaging.destination.name']);
  line.put(METHOD, about['rpc.method']);
  line.put(JOB_ID, about['job.id']);
  line.put(ATTEMPT, about['job.attempt']);
  line.put(MAX_ATTEMPTS, about['job.max_attempts']);
}

function putCompletionFields(line: LineSink, { about, operation: { outcome, durationMs } }: Completion): void {
  line.put(OUTCOME, outcome);
  line.put(DURATION_MS, rounded(durationMs));
  putAiFields(line, about);
}

function putPhases(line: LineSink, operation: Operation): void {
  const durations = phaseDurationsOf(operation);
  if (durations === undefined) return;
  const entries = Object.entries(durations).map(([name, durationMs]) => [name, rounded(durationMs)]);
  line.put(PHASES_MS, Object.fromEntries(entries));
}

/** Microseconds are enough, and more digits only make lines longer. */
function rounded(durationMs: number): number {
  return Math.round(durationMs * 1000) / 1000;
}
