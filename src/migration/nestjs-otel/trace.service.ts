/** `TraceService` of nestjs-otel: the current span, and spans by hand. */
import { Injectable } from '@nestjs/common';
import { trace, type Span, type Tracer } from '@opentelemetry/api';

const TRACER_NAME = 'nestjs-otel';

/**
 * Spans through OpenTelemetry's API. What differs: `getSpan()` gives a span that records nothing where the request is not sampled.
 *
 * @example
 * ```ts
 * @Injectable()
 * class Orders {
 *   constructor(private readonly traces: TraceService) {}
 *
 *   reserve(item: string): void {
 *     const span = this.traces.startSpan('reserve');
 *     span.setAttribute('order.item', item);
 *     span.end();
 *   }
 * }
 * ```
 */
@Injectable()
export class TraceService {
  /** The tracer behind spans that are started here. */
  getTracer(): Tracer {
    return trace.getTracer(TRACER_NAME);
  }

  /** The current span; undefined outside of a trace. */
  getSpan(): Span | undefined {
    return trace.getActiveSpan();
  }

  /** A span inside the current one; whoever starts it ends it. */
  startSpan(name: string): Span {
    return this.getTracer().startSpan(name);
  }
}
