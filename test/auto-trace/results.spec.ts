import { Controller, Get, Inject, Injectable, NotFoundException, Param } from '@nestjs/common';
import { Timed } from 'nestjs-observability';
import { AsyncLocalStorage } from 'node:async_hooks';
import { firstValueFrom, lastValueFrom, of, Subject, throwError, toArray, type Observable } from 'rxjs';
import { closeApplications, platforms, startApplication, type Platform } from '../support/application.js';
import '../support/matchers.js';

const failure = new TypeError('no');

class EagerPromise<T> extends Promise<T> {}

@Injectable()
class Results {
  readonly promise = Promise.resolve('kept');
  readonly subject = new Subject<number>();
  readonly store = new AsyncLocalStorage<string>();
  queries = 0;

  value(...args: unknown[]): unknown[] {
    return args;
  }
  same(): Promise<string> {
    return this.promise;
  }
  eager(): EagerPromise<number> {
    return EagerPromise.resolve(1);
  }
  throws(): never {
    throw failure;
  }
  throwsUndefined(): never {
    throw undefined;
  }
  async rejects(): Promise<never> {
    throw failure;
  }
  observable(): Observable<number> {
    return of(1, 2);
  }
  failing(): Observable<never> {
    return throwError(() => failure);
  }
  channel(): Subject<number> {
    return this.subject;
  }
  *generator(): Generator<number, string, string | undefined> {
    const said = yield 1;
    return `${said}!`;
  }
  async *stream(): AsyncGenerator<number> {
    yield 1;
    yield 2;
  }
  lazy(): PromiseLike<string> {
    return { then: (resolve) => Promise.resolve(`query ${++this.queries}`).then(resolve) };
  }
  self(): this {
    return this;
  }
  ambient(): string | undefined {
    return this.store.getStore();
  }
  defaults(first: number, second = 2): number {
    return first + second;
  }
  @Timed() timed(): number {
    return 1;
  }
  deep(depth: number): number {
    return depth === 0 ? 0 : 1 + this.deep(depth - 1);
  }
  even(depth: number): boolean {
    return depth === 0 || this.odd(depth - 1);
  }
  odd(depth: number): boolean {
    return depth !== 0 && this.even(depth - 1);
  }
  async wade(depth: number): Promise<number> {
    await null;
    return depth === 0 ? 0 : 1 + (await this.wade(depth - 1));
  }
  async one(): Promise<number> {
    await null;
    return 1;
  }
  outer(): string {
    return this.middle();
  }
  middle(): string {
    return this.inner();
  }
  inner(): string {
    return new Error('here').stack!;
  }
}

const acts: Record<string, (results: Results) => unknown> = {
  value: (results) => results.value(1, undefined, 'x'),
  identity: async (results) => [results.same() === results.promise, results.self() === results, await results.same()],
  subclass: async (results) => [results.eager() instanceof EagerPromise, await results.eager()],
  throws: (results) => told(() => results.throws()),
  throwsUndefined: (results) => told(() => results.throwsUndefined()),
  rejects: (results) => results.rejects().catch((error: unknown) => error === failure),
  observable: (results) => lastValueFrom(results.observable().pipe(toArray())),
  firstOnly: (results) => firstValueFrom(results.observable()),
  failing: (results) => lastValueFrom(results.failing()).catch((error: unknown) => error === failure),
  channel: (results) => results.channel() === results.subject,
  generator: (results) => {
    const steps = results.generator();
    return [steps.next('unheard'), steps.next('said'), steps.next('late'), [...results.generator()]];
  },
  stream: async (results) => {
    const seen: number[] = [];
    for await (const value of results.stream()) seen.push(value);
    return seen;
  },
  lazy: async (results) => {
    const query = results.lazy();
    const before = results.queries;
    return [before, await query, await query];
  },
  ambient: (results) => results.store.run('mine', () => [results.ambient(), results.store.getStore()]),
  shape: ({ defaults, value }) => [
    defaults.name,
    defaults.length,
    value.length,
    defaults.toString().slice(0, 8) !== '',
  ],
  deep: (results) => results.deep(5_000),
  mutual: (results) => results.even(5_000),
  deepTwice: (results) => [results.deep(3_000), results.deep(3_000)],
  wade: (results) => results.wade(5_000),
  parallel: async (results) => (await Promise.all(Array.from({ length: 20_000 }, () => results.one()))).length,
  loop: async (results) => {
    let total = 0;
    for (let call = 0; call < 500; call++) total += await results.one();
    return total;
  },
  expected: () => {
    throw new NotFoundException('nobody');
  },
};

function told(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return [error === failure, error === undefined];
  }
}

@Controller()
class ResultsController {
  constructor(@Inject(Results) private readonly results: Results) {}

  @Get('stack') stack(): string {
    return this.results.outer();
  }

  @Get('timed') timed(): number {
    return this.results.timed();
  }

  @Get(':act') act(@Param('act') act: string): unknown {
    const result = acts[act]!(this.results);
    return result instanceof Promise ? result.then(inJson) : inJson(result);
  }
}

function inJson(result: unknown): string {
  return JSON.stringify({ result });
}

afterEach(closeApplications);

const start = (platform: Platform, isBare = false) =>
  startApplication({
    platform,
    controllers: [ResultsController],
    providers: [Results],
    ...(isBare ? { isBare } : { observability: { autoTrace: true } }),
  });

describe.each(platforms)('results, errors and order on %s', (platform) => {
  it.each(Object.keys(acts))('are what they are without: %s', async (act) => {
    const answers: [status: number, body: string][] = [];
    for (const isBare of [true, false]) {
      const { request } = await start(platform, isBare);
      const response = await request(`/${act}`);
      answers.push([response.status, await response.text()]);
      await closeApplications();
    }

    const [without, withSpans] = answers;
    expect(withSpans).toEqual(without);
    expect(without![0]).toBe(act === 'expected' ? 404 : 200);
  });

  it('folds a loop of 500, and 20 000 calls at once, without losing one', async () => {
    const { recorder, request } = await start(platform);
    for (const act of ['loop', 'parallel']) await (await request(`/${act}`)).text();
    await recorder.waitFor(({ spans }) => spans.filter(({ name }) => name.startsWith('GET')).length === 2);

    const calls = recorder.spans.filter(({ name }) => name === 'Results.one');
    const counts = calls.map(({ attributes }) => Number(attributes['operation.collapsed.count'] ?? 1));
    expect(counts.filter((count) => count > 1)).toEqual([487, 19_987]);
    expect(counts.filter((count) => count === 1)).toHaveLength(26);
  });

  it('keeps the frames of the application on the stack', async () => {
    const frames: string[][] = [];
    for (const isBare of [true, false]) {
      const { request } = await start(platform, isBare);
      const stack = await (await request('/stack')).text();
      frames.push(stack.match(/results\.spec\.ts:\d+:\d+/g)!);
      await closeApplications();
    }

    const [without, withSpans] = frames;
    expect(withSpans).toEqual(without);
    expect(without).toHaveLength(4);
  });

  it('adds a span to what other decorators record', async () => {
    const application = await start(platform);
    await (await application.request('/timed')).text();
    await application.recorder.waitFor(({ spans }) => spans.some(({ name }) => name === 'GET /timed'));

    expect(application.recorder.spans.map(({ name }) => name)).toContain('Results.timed');
    const labels = { class: 'Results', method: 'timed', outcome: 'ok' };
    await expect(application).toHaveSample('method_duration_seconds_count', labels, 1);
  });
});

it('puts the wrapper back after a deep recursion', async () => {
  const application = await start('express');
  const { deep } = Results.prototype;
  await (await application.request('/deep')).text();

  expect(Results.prototype.deep).toBe(deep);
  expect(application.recorder.spans.filter(({ name }) => name === 'Results.deep')).toHaveLength(50);
});
