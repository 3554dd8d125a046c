/** How a trace goes from process to process: the formats that `OTEL_PROPAGATORS` asks for, as one. */
import { diag, type Context, type TextMapGetter, type TextMapPropagator, type TextMapSetter } from '@opentelemetry/api';
import { BaggagePropagator } from './w3c-baggage.js';
import { TraceContextPropagator } from './w3c-trace-context.js';

/** W3C Trace Context and Baggage, as far as the names ask for them; `none` asks for nothing, other names are ignored. */
export function createPropagator(names: readonly string[]): TextMapPropagator {
  const isAsked = (name: string) => names.includes(name) && !names.includes('none');
  return new AllOf([
    ...(isAsked('tracecontext') ? [new TraceContextPropagator()] : []),
    ...(isAsked('baggage') ? [new BaggagePropagator()] : []),
  ]);
}

/** Each for itself: what one cannot read or write does not keep the other from it. */
class AllOf implements TextMapPropagator {
  constructor(private readonly propagators: readonly TextMapPropagator[]) {}

  inject(ambient: Context, carrier: unknown, setter: TextMapSetter): void {
    for (const propagator of this.propagators) {
      orElse(undefined, 'inject', () => propagator.inject(ambient, carrier, setter));
    }
  }

  extract(ambient: Context, carrier: unknown, getter: TextMapGetter): Context {
    let extracted = ambient;
    for (const propagator of this.propagators) {
      extracted = orElse(extracted, 'extract', () => propagator.extract(extracted, carrier, getter));
    }
    return extracted;
  }

  fields(): string[] {
    return this.propagators.flatMap((propagator) => propagator.fields());
  }
}

function orElse<T>(fallback: T, action: 'inject' | 'extract', act: () => T): T {
  try {
    return act();
  } catch (error) {
    diag.warn(`Failed to ${action} a trace's headers`, error);
    return fallback;
  }
}
