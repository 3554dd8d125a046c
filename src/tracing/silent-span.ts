/** A span that keeps nothing of what it is told: what remains are its ids, and whether it will be exported. */
import type { Span, SpanContext } from '@opentelemetry/api';

export abstract class SilentSpan implements Span {
  abstract spanContext(): SpanContext;
  abstract isRecording(): boolean;

  setAttribute(): this {
    return this;
  }

  setAttributes(): this {
    return this;
  }

  addEvent(): this {
    return this;
  }

  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  setStatus(): this {
    return this;
  }

  updateName(): this {
    return this;
  }

  end(): void {}

  recordException(): void {}
}
