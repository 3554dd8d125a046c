/**
 * `traceparent` and `tracestate` of W3C Trace Context (https://www.w3.org/TR/trace-context/), with the limits of
 * OpenTelemetry's SDK, whose files take longer to load than the rest of tracing; a test holds the two alike.
 */
import {
  isSpanContextValid,
  trace,
  type Context,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  type TraceState,
} from '@opentelemetry/api';
import { isTelemetrySuppressed } from '../kernel/index.js';

const TRACE_PARENT = 'traceparent';
const TRACE_STATE = 'tracestate';

export class TraceContextPropagator implements TextMapPropagator {
  inject(ambient: Context, carrier: unknown, setter: TextMapSetter): void {
    const span = trace.getSpanContext(ambient);
    if (span === undefined || isTelemetrySuppressed(ambient) || !isSpanContextValid(span)) return;
    const flags = (span.traceFlags & 0xff).toString(16).padStart(2, '0');
    setter.set(carrier, TRACE_PARENT, `00-${span.traceId}-${span.spanId}-${flags}`);
    const state = span.traceState?.serialize();
    // The standard asks not to send an empty one.
    if (state) setter.set(carrier, TRACE_STATE, state);
  }

  extract(ambient: Context, carrier: unknown, getter: TextMapGetter): Context {
    const headers = getter.get(carrier, TRACE_PARENT);
    const parent = parentFrom(Array.isArray(headers) ? headers[0] : headers);
    if (parent === undefined) return ambient;
    const states = getter.get(carrier, TRACE_STATE);
    const state = Array.isArray(states) ? states.join(',') : states;
    const traceState = state ? { traceState: new ReceivedTraceState(state) } : undefined;
    return trace.setSpanContext(ambient, { ...parent, isRemote: true, ...traceState });
  }

  fields(): string[] {
    return [TRACE_PARENT, TRACE_STATE];
  }
}

// Ids of zeros and version ff are invalid. A version after 00 may have more parts, which are not ours to read.
const PARENT = /^\s?(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(-.*)?\s?$/;

function parentFrom(header: unknown) {
  if (typeof header !== 'string') return undefined;
  const [, version, traceId, spanId, flags, more] = PARENT.exec(header) ?? [];
  if (traceId === undefined || (version === '00' && more !== undefined)) return undefined;
  return { traceId, spanId: spanId!, traceFlags: parseInt(flags!, 16) };
}

const MAX_MEMBERS = 32;
const MAX_LENGTH = 512;
const KEY = /^(?:[a-z][_0-9a-z*/-]{0,255}|[a-z\d][_0-9a-z*/-]{0,240}@[a-z][_0-9a-z*/-]{0,13})$/;
// Printable, without comma and equals sign, and no space at the end.
const VALUE = /^[ -+\--<>-~]{0,255}[!-+\--<>-~]$/;

type Members = ReadonlyMap<string, string>;

/** Read when somebody asks: most requests only hand it on. */
class ReceivedTraceState implements TraceState {
  private read: Members | undefined;

  constructor(private readonly header: unknown) {}

  get(key: string): string | undefined {
    return this.members.get(key);
  }

  /** A member that is new or changed goes to the front. */
  set(key: string, value: string): TraceState {
    const changed = new Map([[key, value], ...this.without(key)]);
    return isMember(key, value) && textOf(changed).length <= MAX_LENGTH ? stateOf(changed) : this;
  }

  unset(key: string): TraceState {
    return this.members.has(key) ? stateOf(new Map(this.without(key))) : this;
  }

  serialize(): string {
    return textOf(this.members);
  }

  private get members(): Members {
    return (this.read ??= membersOf(this.header));
  }

  private without(key: string): [string, string][] {
    return [...this.members].filter(([own]) => own !== key);
  }
}

function stateOf(members: Members): TraceState {
  return Object.assign(new ReceivedTraceState(''), { read: members });
}

/** What does not fit is left out member by member: a part of a member would mean something else. */
function membersOf(header: unknown): Members {
  const members = new Map<string, string>();
  let length = 0;
  for (const member of typeof header === 'string' ? header.split(',') : []) {
    const [key, value] = keyAndValue(member.trim());
    if (!isMember(key, value)) continue;
    const added = key.length + 1 + value.length + Math.min(members.size, 1);
    if (length + added > MAX_LENGTH) continue;
    members.set(key, value);
    length += added;
    if (members.size === MAX_MEMBERS) break;
  }
  return members;
}

function keyAndValue(member: string): [key: string, value: string] {
  const equals = member.indexOf('=');
  return equals < 0 ? ['', ''] : [member.slice(0, equals), member.slice(equals + 1)];
}

function isMember(key: string, value: string): boolean {
  return KEY.test(key) && VALUE.test(value);
}

function textOf(members: Members): string {
  return [...members].map(([key, value]) => `${key}=${value}`).join(',');
}
