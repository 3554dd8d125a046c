import { Injectable } from '@nestjs/common';
import {
  Counted,
  Gauged,
  MetricLabel,
  MetricsService,
  Observed,
  SpanAttribute,
  Timed,
  Traced,
} from 'nestjs-observability';
import { lastValueFrom, of, type Observable } from 'rxjs';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import '../support/matchers.js';

const failure = new Error('no');

@Injectable()
class Results {
  readonly promise = Promise.resolve('kept');
  queries = 0;

  @Traced() @Timed() @Counted() value(): number {
    return 1;
  }
  @Traced() @Timed() @Counted() same(): Promise<string> {
    return this.promise;
  }
  @Traced() @Timed() @Counted() throws(): never {
    throw failure;
  }
  @Traced() @Timed() @Counted() throwsUndefined(): never {
    throw undefined;
  }
  @Traced() @Timed() @Counted() async rejects(): Promise<never> {
    throw failure;
  }
  @Traced() @Timed() @Counted() observable(): Observable<number> {
    return of(1, 2);
  }
  @Traced() @Timed() @Counted() *generator(): Generator<number> {
    yield* [1, 2];
  }
  @Traced() @Timed() @Counted() async *stream(): AsyncGenerator<number> {
    yield 1;
  }

  @Traced()
  @Timed()
  @Counted()
  lazy(): PromiseLike<string> {
    return { then: (resolve) => Promise.resolve(`query ${++this.queries}`).then(resolve) };
  }

  @Gauged()
  @Timed()
  async held(release: Promise<void>): Promise<void> {
    await release;
  }

  @Counted('sold_total', {
    labelNames: ['kind'],
    labels: ({ args }: { args: readonly unknown[] }) => ({ kind: String(args[0]) }),
    amount: (_result: unknown, args: readonly unknown[]) => Number(args[1]),
  })
  sell(_kind: string, _pieces: number): void {}

  @Counted('visits_total')
  @Traced('visit', { attributes: ([, place]: readonly unknown[]) => ({ place: String(place) }) })
  visit(
    @MetricLabel('tenant', { max: 2 }) @SpanAttribute('tenant.id') _tenant: string,
    _place: string,
    _secret: string,
  ): void {}
}

@Injectable()
@Observed()
class Everything {
  one(): number {
    return 1;
  }
  get evaluated(): never {
    throw new Error('a getter was evaluated');
  }
  onModuleInit(): void {}
}

describe('Results of decorated methods', () => {
  let application: RunningApplication;
  let results: Results;

  beforeAll(async () => {
    application = await startApplication({ providers: [Results, Everything] });
    results = application.app.get(Results);
  });
  afterAll(closeApplications);

  const calls = (method: string, outcome: string, times: number) =>
    Promise.all([
      expect(application).toHaveSample('method_calls_total', { method, outcome }, times),
      expect(application).toHaveSample('method_duration_seconds_count', { method, outcome }, times),
    ]);

  it('are handed on as they are', async () => {
    expect(results.value()).toBe(1);
    expect(results.same()).toBe(results.promise);
    await results.promise;

    await calls('value', 'ok', 1);
    await calls('same', 'ok', 1);
  });

  it('throw the very same value, also undefined', async () => {
    const thrown = (work: () => unknown): unknown => {
      try {
        return work();
      } catch (error) {
        return { error };
      }
    };

    expect(thrown(() => results.throws())).toEqual({ error: failure });
    expect(thrown(() => results.throwsUndefined())).toEqual({ error: undefined });
    await expect(results.rejects()).rejects.toBe(failure);

    await calls('throws', 'error', 1);
    await calls('throwsUndefined', 'error', 1);
    await calls('rejects', 'error', 1);
  });

  it('run a lazy thenable once', async () => {
    expect(await results.lazy()).toBe('query 1');
    await calls('lazy', 'ok', 1);
  });

  it('settle streams when they end', async () => {
    expect(await lastValueFrom(results.observable())).toBe(2);
    expect([...results.generator()]).toEqual([1, 2]);
    for await (const one of results.stream()) expect(one).toBe(1);

    for (const method of ['observable', 'generator', 'stream']) await calls(method, 'ok', 1);
  });

  it('are counted while they are in flight', async () => {
    let release = (): void => undefined;
    const held = results.held(new Promise((resolve) => (release = resolve)));

    await expect(application).toHaveSample('method_active', { method: 'held' }, 1);
    release();
    await held;
    await expect(application).toHaveSample('method_active', { method: 'held' }, 0);
  });

  it('label and count by arguments when named, and record nothing else of them', async () => {
    results.sell('book', 3);
    results.sell('book', 2);
    ['a', 'b', 'c'].forEach((tenant) => results.visit(tenant, 'shop', 'hunter2'));

    await expect(application).toHaveSample('sold_total', { kind: 'book' }, 5);
    await expect(application).toHaveSample('visits_total', { tenant: 'a' }, 1);
    await expect(application).toHaveSample('visits_total', { tenant: '_OTHER' }, 1);
    expect(application.recorder).toHaveSpan('visit', { 'tenant.id': 'a', place: 'shop' });
    const everything =
      JSON.stringify(application.recorder.spans.map(({ attributes }) => attributes)) + (await application.scrape());
    expect(everything).not.toContain('hunter2');
  });

  it('are counted anew after their series was removed', async () => {
    const labels = { class: 'Results', method: 'value', outcome: 'ok' };
    application.app.get(MetricsService).counter<keyof typeof labels>('method_calls_total').remove(labels);

    for (let call = 0; call < 3; call++) results.value();

    await expect(application).toHaveSample('method_calls_total', labels, 3);
  });

  it('are observed for all methods of a decorated class, but not its life-cycle hooks', async () => {
    application.app.get(Everything).one();

    await expect(application).toHaveSample('method_duration_seconds_count', { class: 'Everything', method: 'one' }, 1);
    expect(await application.scrape()).not.toContain('onModuleInit');
  });
});
