/** W3C headers of a trace, read as OpenTelemetry's SDK reads them: its propagators are the oracle. */
import { defaultTextMapGetter, defaultTextMapSetter, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Context, TextMapPropagator } from '@opentelemetry/api';
import { W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { built } from '../built.js';
import { baggages, traceparents, tracestates } from '../corpus/trace-headers.js';
import { difference, type Target } from '../target.js';

const { TraceContextPropagator } = built<{ TraceContextPropagator: new () => TextMapPropagator }>(
  'tracing/w3c-trace-context.js',
);
const { BaggagePropagator } = built<{ BaggagePropagator: new () => TextMapPropagator }>('tracing/w3c-baggage.js');

type Carrier = Record<string, string>;

interface Pair {
  readonly ours: TextMapPropagator;
  readonly oracle: TextMapPropagator;
  /** What an extracted context says, as plain data. */
  readonly told: (read: Context) => unknown;
}

const traceContext: Pair = {
  ours: new TraceContextPropagator(),
  oracle: new W3CTraceContextPropagator(),
  told: (read) => {
    const { traceState, ...ids } = trace.getSpanContext(read) ?? {};
    return { ...ids, traceState: traceState?.serialize() || undefined };
  },
};

const baggage: Pair = {
  ours: new BaggagePropagator(),
  oracle: new W3CBaggagePropagator(),
  told: (read) => propagation.getBaggage(read)?.getAllEntries(),
};

function extracted(by: TextMapPropagator, carrier: Carrier): Context {
  return by.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
}

function injected(by: TextMapPropagator, from: Context): Carrier {
  const carrier: Carrier = {};
  by.inject(from, carrier, defaultTextMapSetter);
  return carrier;
}

/** Read like the oracle does, written like it does, and the same after one more trip. */
function compared({ ours, oracle, told }: Pair, carrier: Carrier): string | undefined {
  const here = extracted(ours, carrier);
  const sent = injected(ours, here);
  // Of half a character, which a message may bring, the oracle throws.
  if (Object.values(carrier).some((header) => /\p{Surrogate}/u.test(header))) return undefined;
  // The oracle keeps entries in a plain object, which has no room for this one.
  const isReadByOracle = !Object.values(carrier).some((header) => header.includes('__proto__'));
  return (
    (isReadByOracle ? difference('what was read', told(here), told(extracted(oracle, carrier))) : undefined) ??
    difference('what is sent on', sent, asSpecified(injected(oracle, here))) ??
    difference('what the next one reads', told(extracted(ours, sent)), told(here))
  );
}

/** The oracle writes flags above 15 with three digits, and an empty `tracestate`, which the standard asks to avoid. */
function asSpecified({ traceparent, tracestate, ...others }: Carrier): Carrier {
  return {
    ...(traceparent !== undefined && { traceparent: traceparent.replace(/-0([\da-f]{2})$/, '-$1') }),
    ...(tracestate !== undefined && tracestate !== '' && { tracestate }),
    ...others,
  };
}

const [parent] = traceparents;

export const traceHeaderTargets: readonly Target[] = [
  {
    name: 'traceparent',
    corpus: traceparents,
    check: (traceparent) => compared(traceContext, { traceparent }),
    read: (traceparent) => extracted(traceContext.ours, { traceparent }),
  },
  {
    name: 'tracestate',
    corpus: tracestates,
    check: (tracestate) => compared(traceContext, { traceparent: parent!, tracestate }),
    read: (tracestate) =>
      injected(traceContext.ours, extracted(traceContext.ours, { traceparent: parent!, tracestate })),
  },
  {
    name: 'baggage',
    corpus: baggages,
    check: (header) => compared(baggage, { baggage: header }),
    read: (header) => extracted(baggage.ours, { baggage: header }),
  },
];
