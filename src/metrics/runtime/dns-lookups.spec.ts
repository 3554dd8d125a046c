import perfHooks, { type PerformanceObserverCallback } from 'node:perf_hooks';
import { Diagnostics } from '../../kernel/index.js';
import { registryConfig } from '../../../test/support/registry-config.js';
import { MetricRegistry } from '../metric-registry.js';
import { MetricsService } from '../metrics.service.js';
import { watchLookups } from './dns-lookups.js';

/** Stands for Node, so that names and durations are known. */
class Observer {
  static last: Observer;
  readonly observed: unknown[] = [];
  disconnects = 0;

  constructor(private readonly told: PerformanceObserverCallback) {
    Observer.last = this;
  }

  observe(options: unknown): void {
    this.observed.push(options);
  }

  disconnect(): void {
    this.disconnects++;
  }

  tell(entries: readonly { name: string; duration: number }[]): void {
    this.told({ getEntries: () => entries } as never, this as never);
  }
}

afterEach(() => jest.restoreAllMocks());

describe('Name look-ups', () => {
  it('are observed by whether the system or a name server was asked', () => {
    jest
      .spyOn(perfHooks, 'PerformanceObserver')
      .mockImplementation((told: PerformanceObserverCallback) => new Observer(told) as never);
    const registry = new MetricRegistry(registryConfig(), new Diagnostics());
    const metrics = new MetricsService(registry);

    const stop = watchLookups(registry);
    Observer.last.tell([
      { name: 'lookup', duration: 250 },
      { name: 'queryA', duration: 1000 },
      { name: 'lookupService', duration: 500 },
    ]);
    Observer.last.tell([{ name: 'queryMx', duration: 2000 }]);

    expect(Observer.last.observed).toEqual([{ entryTypes: ['dns'] }]);
    expect(metrics.read('dns_lookup_duration_seconds', { method: 'lookup' })).toMatchObject({ count: 2, sum: 0.75 });
    expect(metrics.read('dns_lookup_duration_seconds', { method: 'resolve' })).toMatchObject({ count: 2, sum: 3 });
    expect(Observer.last.disconnects).toBe(0);
    stop();
    expect(Observer.last.disconnects).toBe(1);
  });
});
