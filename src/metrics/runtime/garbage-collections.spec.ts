import { constants, PerformanceObserver, type PerformanceObserverEntryList } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PrometheusRegistry } from '../prometheus-registry.js';
import { oneByOne } from './garbage-collections.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void;

/** As Node names them: `major` → 4, … */
const KINDS: ReadonlyMap<string, number> = new Map(
  Object.entries(constants).flatMap(([name, kind]) => {
    const short = /^NODE_PERFORMANCE_GC_(?!FLAGS_)(.*)$/.exec(name)?.[1];
    return short === undefined ? [] : [[short.toLowerCase(), Number(kind)] as const];
  }),
);

interface Collection {
  readonly detail: { readonly kind: number };
}

async function countsByKind(registry: PrometheusRegistry): Promise<Record<string, number>> {
  const metric = registry.foreign().metrics.find(({ name }) => name === 'nodejs_gc_duration_seconds')!;
  const { values = [] } = await metric.get();
  const counts = values.filter(({ metricName }) => metricName?.endsWith('_count') === true);
  return Object.fromEntries(counts.map(({ labels, value }) => [String(labels['kind']), value]));
}

describe("prom-client's garbage collections", () => {
  it('are all counted, also when many happen in one turn of the event loop, each under its kind', async () => {
    const registry = new PrometheusRegistry({});
    const seen: Record<string, number> = {};
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { kind } = (entry as unknown as Collection).detail;
        const name = [...KINDS].find(([, known]) => known === kind)![0].replace(/^minor_.*/, 'minor');
        seen[name] = (seen[name] ?? 0) + 1;
      }
    });
    const stop = registry.addDefaultMetrics();
    observer.observe({ entryTypes: ['gc'] });

    for (let round = 0; round < 5; round++) collect({ type: 'minor' });
    for (let round = 0; round < 3; round++) collect();
    await wait(50);
    observer.disconnect();
    stop();

    expect(seen['minor']).toBeGreaterThanOrEqual(5);
    expect(seen['major']).toBeGreaterThanOrEqual(3);
    expect(await countsByKind(registry)).toEqual(seen);
  });

  // V8 of Node 20 has it, and no constant for it.
  it.each([...new Map([...KINDS, ['minor_mark_sweep', 2]])])(
    'have a kind of prom-client for what Node calls %s',
    async (_name, kind) => {
      const handed: unknown[] = [];
      const list = { getEntries: () => [{ duration: 1, detail: { kind } }] } as unknown as PerformanceObserverEntryList;

      oneByOne((batch) => handed.push(...batch.getEntries()))(list, {} as PerformanceObserver);

      const known = ['minor', 'major', 'incremental', 'weakcb'].map((name) => KINDS.get(name));
      expect(known).toContain((handed[0] as Collection).detail.kind);
    },
  );
});
