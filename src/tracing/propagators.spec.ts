import {
  createContextKey,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
  trace,
  type Context,
  type TextMapPropagator,
} from '@opentelemetry/api';
import { createRequire } from 'node:module';
import { suppressTelemetry } from '../kernel/index.js';
import { createPropagator } from './propagators.js';

interface Core {
  readonly W3CTraceContextPropagator: new () => TextMapPropagator;
  readonly W3CBaggagePropagator: new () => TextMapPropagator;
  readonly CompositePropagator: new (options: { propagators: TextMapPropagator[] }) => TextMapPropagator;
}

const core = createRequire(require.resolve('@opentelemetry/sdk-node'))('@opentelemetry/core') as Core;
const theirs = new core.CompositePropagator({
  propagators: [new core.W3CTraceContextPropagator(), new core.W3CBaggagePropagator()],
});
const ours = createPropagator(['tracecontext', 'baggage']);

type Carrier = Record<string, unknown>;

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';
const PARENT = `00-${TRACE_ID}-${SPAN_ID}-01`;
const CASES = 4_000;

function extract(propagator: TextMapPropagator, carrier: Carrier): Context {
  return propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
}

function inject(propagator: TextMapPropagator, context: Context): Carrier {
  const carrier: Carrier = {};
  propagator.inject(context, carrier, defaultTextMapSetter);
  return carrier;
}

/** All that can be seen of what was extracted, as plain values. */
function seenIn(context: Context) {
  const { traceState, ...span } = trace.getSpanContext(context) ?? {};
  const entries = propagation.getBaggage(context)?.getAllEntries();
  return {
    span,
    traceState: traceState?.serialize(),
    entries: entries?.map(([name, { value, metadata }]) => [name, value, metadata?.toString()]),
  };
}

/** Numbers that look random and are the same in every run. */
class Dice {
  constructor(private state: number) {}

  below(limit: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * limit);
  }

  oneOf<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  many<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }

  text(alphabet: string, most: number): string {
    return this.many(most, () => this.oneOf([...alphabet])).join('');
  }
}

/** A header as it may be, or with something in it that may not: cut, put in, or doubled. */
function bent(dice: Dice, header: string): unknown {
  const at = dice.below(header.length + 1);
  return dice.oneOf<() => unknown>([
    () => header,
    () => header,
    () => header,
    () => header.slice(0, at),
    () =>
      header.slice(0, at) +
      dice.oneOf([' ', '-', ',', ';', '=', '%', '%zz', 'ü', '\0', '\n', 'F', '0']) +
      header.slice(at),
    () => ` ${header}\t`,
    // As one list they would be too long: OpenTelemetry's then leaves out an end of each.
    () => (header.length < 4_000 ? [header, header.slice(at)] : header),
    () => '',
    () => undefined,
  ])();
}

function traceparent(dice: Dice): string {
  const version = dice.oneOf(['00', '00', '00', '01', 'cc', 'fe', 'ff', '0', '0G']);
  const traceId = dice.oneOf([TRACE_ID, TRACE_ID, TRACE_ID.toUpperCase(), '0'.repeat(32), TRACE_ID.slice(1)]);
  const spanId = dice.oneOf([SPAN_ID, SPAN_ID, '0'.repeat(16), SPAN_ID + '1']);
  const flags = dice.oneOf(['00', '01', '02', '09', '0f', 'f', '']);
  return `${version}-${traceId}-${spanId}-${flags}${dice.oneOf(['', '', '', '-', '-more', ' '])}`;
}

function tracestate(dice: Dice): string {
  const member = () => {
    const name = dice.text('abz09_-*/@A ', dice.oneOf([3, 3, 20, 260]));
    return `${dice.oneOf(['', '', ' ', '1', 't@'])}${name}=${dice.text('abc ~!<>-+=ü', dice.oneOf([4, 4, 60, 260]))}`;
  };
  return dice.many(dice.oneOf([3, 8, 40]), member).join(dice.oneOf([',', ', ', ' ,']));
}

function baggage(dice: Dice): string {
  const name = () => dice.text('abc0129 %20=', dice.oneOf([2, 6, 12]));
  const value = () => dice.text('xyz%C3%BC =;', 10).repeat(dice.oneOf([1, 1, 10, 500]));
  const entry = () => `${name()}=${value()}${dice.oneOf(['', '', ';', ';p', ';p=1; q'])}`;
  return dice.many(dice.oneOf([2, 5, 5, 300]), entry).join(dice.oneOf([',', ', ']));
}

describe('the propagator', () => {
  it("reads headers as OpenTelemetry's does, good ones and bad ones", () => {
    const dice = new Dice(1);
    let spans = 0;
    let states = 0;
    let baggages = 0;
    for (let number = 0; number < CASES; number++) {
      const parent = dice.oneOf([PARENT, traceparent(dice)]);
      const carrier = {
        traceparent: bent(dice, parent),
        tracestate: bent(dice, tracestate(dice)),
        baggage: bent(dice, baggage(dice)),
      };

      const seen = seenIn(extract(ours, carrier));

      expect([carrier, seen]).toEqual([carrier, seenIn(extract(theirs, carrier))]);
      spans += Number('traceId' in seen.span);
      states += Number(Boolean(seen.traceState));
      baggages += Number(seen.entries !== undefined);
    }
    // Each of the three was worth comparing.
    expect(Math.min(spans, states, baggages, CASES - spans, CASES - baggages)).toBeGreaterThan(CASES / 50);
  });

  it("writes headers as OpenTelemetry's does", () => {
    const dice = new Dice(2);
    let written = 0;
    for (let number = 0; number < CASES / 10; number++) {
      const name = () => dice.text('ab ü%,;=1\u{1F600}', 6);
      const metadata = () => dice.oneOf([undefined, { toString: () => 'p=1' } as never]);
      const entries = dice.many(dice.oneOf([3, 250]), () => [
        name(),
        { value: dice.text('x ,ü"', dice.oneOf([5, 2_000])), metadata: metadata() },
      ]);
      const span = {
        traceId: dice.oneOf([TRACE_ID, '', '0'.repeat(32)]),
        spanId: dice.oneOf([SPAN_ID, SPAN_ID, 'x']),
        traceFlags: dice.below(16),
      };
      const context = propagation.setBaggage(
        trace.setSpanContext(ROOT_CONTEXT, span),
        propagation.createBaggage(Object.fromEntries(entries)),
      );

      const headers = inject(ours, context);

      expect(headers).toEqual(inject(theirs, context));
      written += Number('traceparent' in headers && 'baggage' in headers);
    }
    expect(written).toBeGreaterThan(CASES / 100);
  });

  it("changes a tracestate as OpenTelemetry's does, and never the one it was made from", () => {
    const dice = new Dice(3);
    for (let number = 0; number < CASES / 10; number++) {
      const carrier = {
        traceparent: PARENT,
        tracestate: dice.oneOf(['a=1', 'a=1,b=2,c=3', `a=1,b=${'x'.repeat(240)},c=${'y'.repeat(240)}`]),
      };
      const [key, value] = [
        dice.oneOf(['a', 'b', 'new', 'B', '']),
        dice.oneOf(['', 'v', 'v,', 'v'.repeat(30), 'v'.repeat(256), 'v'.repeat(257)]),
      ];
      const change = (propagator: TextMapPropagator) => {
        const state = trace.getSpanContext(extract(propagator, carrier))!.traceState!;
        const results = [
          state.set(key, value),
          state.unset(key),
          state.set(key, value).unset('a').set('z', '1'),
          state,
        ];
        return results.map((result) => [result.serialize(), result.get('a'), result.get(key), result === state]);
      };

      expect([carrier, key, value, change(ours)]).toEqual([carrier, key, value, change(theirs)]);
    }
  });

  it('hands a tracestate on as it came', () => {
    const carrier = { traceparent: PARENT, tracestate: 'vendor=a:b,t61rcWkgMzE=t@v,other=1' };

    expect(inject(ours, extract(ours, carrier))).toEqual({ traceparent: PARENT, tracestate: 'vendor=a:b,other=1' });
  });

  it('writes flags with two digits, whatever they are', () => {
    const carrier = { traceparent: `01-${TRACE_ID}-${SPAN_ID}-ff` };

    expect(inject(ours, extract(ours, carrier))).toEqual({ traceparent: `00-${TRACE_ID}-${SPAN_ID}-ff` });
  });

  it('sends no empty list of vendors', () => {
    const carrier = { traceparent: PARENT, tracestate: 'broken' };

    expect(inject(ours, extract(ours, carrier))).toEqual({ traceparent: PARENT });
  });

  it('leaves out an entry that has no encoding, and sends the others', () => {
    const entries = { half: { value: 'a\ud800' }, whole: { value: 'b' } };
    const context = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage(entries));

    expect(inject(ours, context)).toEqual({ baggage: 'whole=b' });
  });

  it('carries an entry that is named like a part of every object', () => {
    const carrier = { baggage: '__proto__=1,constructor=2' };

    expect(inject(ours, extract(ours, carrier))).toEqual(carrier);
    expect(({} as Carrier)['1']).toBeUndefined();
  });

  it('writes nothing while telemetry itself works', () => {
    const context = suppressTelemetry(extract(ours, { traceparent: PARENT, baggage: 'a=1' }));

    expect(inject(ours, context)).toEqual({});
  });

  it('reads what can be read when a carrier fails at the rest', () => {
    const getter = {
      keys: () => [],
      get: (_carrier: unknown, field: string) => {
        if (field === 'baggage') return 'a=1';
        throw new Error('not readable');
      },
    };
    const context = ROOT_CONTEXT.setValue(createContextKey('kept'), 1);

    expect(seenIn(ours.extract(context, {}, getter))).toEqual({
      span: {},
      traceState: undefined,
      entries: [['a', '1', undefined]],
    });
  });

  it('has the formats that are asked for', () => {
    const fieldsOf = (...names: string[]) => createPropagator(names).fields();

    expect(fieldsOf('tracecontext', 'baggage')).toEqual(['traceparent', 'tracestate', 'baggage']);
    expect(fieldsOf('baggage', 'b3')).toEqual(['baggage']);
    expect(fieldsOf('tracecontext', 'none')).toEqual([]);
  });
});
