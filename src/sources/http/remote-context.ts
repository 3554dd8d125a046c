/** The trace and the baggage that a request brings along (W3C Trace Context and Baggage, or what OTEL_PROPAGATORS says). */
import type { IncomingHttpHeaders } from 'node:http';
import { propagation, ROOT_CONTEXT, SpanKind, type Context } from '@opentelemetry/api';
import { activeContext, spanIn, type Attributes } from '../../kernel/index.js';

// Behind a getter of its package.
const root = ROOT_CONTEXT;

export class RemoteContext {
  private fields: readonly string[] | undefined;

  constructor(private readonly baggageAttributes: readonly string[]) {}

  of(headers: IncomingHttpHeaders): Context {
    const active = activeContext();
    // Another instrumentation has opened the server span already: ours belongs inside it.
    if (active !== root && isServerSpan(spanIn(active))) return active;
    return this.isCarriedBy(headers) ? propagation.extract(root, headers) : root;
  }

  /** Allowed baggage entries as attributes; nothing when none is allowed. */
  attributesOf(parent: Context): Attributes | undefined {
    if (this.baggageAttributes.length === 0) return undefined;
    const baggage = propagation.getBaggage(parent);
    const entries = this.baggageAttributes.map((key) => [key, baggage?.getEntry(key)?.value] as const);
    return Object.fromEntries(entries);
  }

  private isCarriedBy(headers: IncomingHttpHeaders): boolean {
    this.fields ??= propagation.fields();
    for (const field of this.fields) if (headers[field] !== undefined) return true;
    return false;
  }
}

function isServerSpan(span: unknown): boolean {
  return (span as { kind?: SpanKind } | undefined)?.kind === SpanKind.SERVER;
}
