/**
 * Telemetry events as the one record that every exporter sends: ids as in our log lines, redacted. What an event says of itself
 * stands under `attributes`, so that an event that is new needs no code here.
 */
import type { TelemetryRecord, TelemetryRecordError } from '../config/index.js';
import type { Attributes, Operation, TelemetryEventName, TelemetryEvents, TelemetryIds } from '../kernel/index.js';
import { errorFields } from '../logging/index.js';
import { redactAttribute, type Redactor } from '../security/index.js';

export type TelemetryEvent = TelemetryEvents[TelemetryEventName];

/** What events have beside facts of their own. */
interface CommonFacts extends TelemetryIds {
  readonly operation?: Operation;
  readonly name?: string;
  readonly error?: unknown;
  readonly outcome?: TelemetryRecord['outcome'];
  readonly durationMs?: number;
}

/** Which fact of an event is its name, where none is called so. */
const NAME_OF: { readonly [Event in TelemetryEventName]?: string } = {
  'slo.burn': 'slo',
  'health.changed': 'check',
  'ai.completion': 'model',
};

export class RecordMaker {
  private last: { readonly event: TelemetryEvent; readonly record: TelemetryRecord } | undefined;

  constructor(private readonly redactor: Redactor) {}

  /**
   * The same record for all exporters that listen to the event: they hear of it one right after the other.
   * @param epochMs when it happened
   */
  recordOf(name: TelemetryEventName, event: TelemetryEvent, epochMs: number): TelemetryRecord {
    if (this.last?.event !== event) this.last = { event, record: this.make(name, event, epochMs) };
    return this.last.record;
  }

  private make(name: TelemetryEventName, event: TelemetryEvent, epochMs: number): TelemetryRecord {
    const { traceId, spanId, requestId, correlationId, ...told } = event as CommonFacts;
    return {
      timestamp: new Date(epochMs).toISOString(),
      event: name,
      ...present({
        trace_id: traceId,
        span_id: spanId,
        ...this.ids({ request_id: requestId, correlation_id: correlationId }),
      }),
      ...(told.operation === undefined ? this.ofFacts(name, told) : this.ofOperation(told.operation, told)),
      ...this.failure(told.error ?? (told.operation?.outcome === 'error' ? told.operation.error : undefined)),
    };
  }

  private ofOperation(operation: Operation, told: CommonFacts): Partial<TelemetryRecord> {
    const { kind, name, outcome, durationMs, scope, isEnded } = operation;
    const { operation: _operation, name: _name, error: _error, outcome: _outcome, durationMs: _ms, ...facts } = told;
    return {
      ...present(this.ids({ user_id: scope.userId, session_id: scope.sessionId })),
      kind,
      name,
      ...(isEnded && { outcome: outcome!, duration_ms: durationMs }),
      attributes: { ...this.redacted(operation.describe()), ...this.redactedFacts(facts) },
    };
  }

  private ofFacts(event: TelemetryEventName, told: CommonFacts): Partial<TelemetryRecord> {
    const { error: _error, outcome, durationMs, ...more } = told;
    const { [NAME_OF[event] ?? 'name']: name, ...facts } = more as Record<string, unknown>;
    return {
      ...(typeof name === 'string' && { name }),
      ...present({ outcome, duration_ms: durationMs }),
      attributes: this.redactedFacts(facts),
    };
  }

  private ids(ids: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
    return Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, this.redactor.redactId(id)]));
  }

  private redacted(attributes: Attributes): Record<string, unknown> {
    const known = Object.entries(attributes).filter(([, value]) => value !== undefined);
    return Object.fromEntries(known.map(([name, value]) => [name, redactAttribute(this.redactor, name, value!)]));
  }

  private redactedFacts(facts: object): Record<string, unknown> {
    const known = Object.entries(facts).filter(([, value]) => value !== undefined);
    const named = known.map(([name, value]) => [snakeCase(name), value] as const);
    return this.redactor.redactValue(Object.fromEntries(named)) as Record<string, unknown>;
  }

  private failure(error: unknown): { readonly error?: TelemetryRecordError } {
    return error === undefined ? {} : { error: errorFields(error, this.redactor) };
  }
}

/** JSON of the record in at most `maxBytes`; undefined where even its names are longer than that. */
export function encodeRecord(record: TelemetryRecord, maxBytes: number): Buffer | undefined {
  const whole = Buffer.from(JSON.stringify(record));
  if (whole.length <= maxBytes) return whole;
  const cut = Buffer.from(JSON.stringify(shortened(record, maxBytes)));
  return cut.length <= maxBytes ? cut : undefined;
}

/** A character takes at most six bytes as JSON (`\u0000`): texts of so many characters leave room for the ids. */
const BYTES_PER_CHARACTER = 6;

function shortened({ attributes: _attributes, error, ...rest }: TelemetryRecord, maxBytes: number): TelemetryRecord {
  const length = Math.floor(maxBytes / (4 * BYTES_PER_CHARACTER));
  const { name } = rest;
  return {
    ...rest,
    ...(name !== undefined && { name: name.slice(0, length) }),
    ...(error !== undefined && { error: shortenedError(error, length) }),
    truncated: true,
  };
}

function shortenedError({ type, message, stack, fingerprint }: TelemetryRecordError, length: number) {
  const ends = { message: message.slice(0, length), ...(stack !== undefined && { stack: stack.slice(0, length) }) };
  return { type, ...ends, fingerprint };
}

function present<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
