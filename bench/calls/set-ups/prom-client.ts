/** What people write by hand around prom-client: a counter with labels, a timer with labels. */
import { Counter, Histogram, Registry } from 'prom-client';
import type { AnyMethod, Decorate } from '../decorated-class.js';
import { expectCount, outside, type CallsMade, type SetUp } from './set-up.js';

const registers = [new Registry()];
const labelNames = ['class', 'method'] as const;
const calls = new Counter({ name: 'method_calls_total', help: 'Calls', labelNames, registers });
const durations = new Histogram({ name: 'method_duration_seconds', help: 'Durations', labelNames, registers });

const countedByHand: Decorate = (target, key, descriptor) => {
  const original = descriptor.value as AnyMethod;
  const labels = labelsOf(target, key);
  descriptor.value = function (this: unknown) {
    calls.inc({ class: labels.class, method: labels.method });
    return Reflect.apply(original, this, arguments);
  };
};

const timedByHand: Decorate = (target, key, descriptor) => {
  const original = descriptor.value as AnyMethod;
  const labels = labelsOf(target, key);
  descriptor.value = function (this: unknown) {
    const end = durations.startTimer({ class: labels.class, method: labels.method });
    const result = Reflect.apply(original, this, arguments) as unknown;
    if (result instanceof Promise) return result.finally(end);
    end();
    return result;
  };
};

export async function setUpPromClient(): Promise<SetUp> {
  return {
    places: { outside },
    contenders: [
      { name: 'prom-client-counted', decorators: [countedByHand], place: 'outside' },
      { name: 'prom-client-timed', decorators: [timedByHand], place: 'outside' },
    ],
    async prove(made) {
      for (const one of made) await expectRecorded(one);
      return 'all counted and timed';
    },
    close: async () => undefined,
  };
}

function labelsOf(target: object, key: string) {
  return { class: target.constructor.name, method: key };
}

async function expectRecorded({ contender, className, calls: made }: CallsMade): Promise<void> {
  const { values } = await (contender.name === 'prom-client-counted' ? calls : durations).get();
  const counts = values.filter(
    (value) =>
      value.labels.class === className && !/_(bucket|sum)$/.test((value as { metricName?: string }).metricName ?? ''),
  );
  expectCount(
    className,
    counts.reduce((sum, { value }) => sum + value, 0),
    made,
  );
}
