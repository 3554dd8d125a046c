/** An error's stack belongs to the application, and so does the order in which its streams are torn down. */
import { Injectable } from '@nestjs/common';
import { Counted, Observed, Timed, Traced } from 'nestjs-observability';
import { finalize, mergeMap, of, timer, type Observable } from 'rxjs';
import { closeApplications, startApplication } from '../support/application.js';

/** Decorated or not: the same four levels. */
function levels(decorators: readonly MethodDecorator[]) {
  @Injectable()
  class Levels {
    readonly order: string[] = [];
    first(): string {
      return this.second();
    }
    second(): string {
      return this.third();
    }
    third(): string {
      return this.fourth();
    }
    fourth(): string {
      return new Error('deep').stack!;
    }
    async firstLater(): Promise<string> {
      return await this.secondLater();
    }
    async secondLater(): Promise<string> {
      return await this.thirdLater();
    }
    async thirdLater(): Promise<string> {
      return await this.fourthLater();
    }
    async fourthLater(): Promise<string> {
      await null;
      return new Error('deep').stack!;
    }
    stream(): Observable<number> {
      return timer(1).pipe(mergeMap(() => of(1).pipe(finalize(() => this.order.push('inner')))));
    }
  }
  for (const key of Object.getOwnPropertyNames(Levels.prototype).filter((name) => name !== 'constructor')) {
    const descriptor = Object.getOwnPropertyDescriptor(Levels.prototype, key)!;
    for (const decorate of decorators) decorate(Levels.prototype, key, descriptor);
    Object.defineProperty(Levels.prototype, key, descriptor);
  }
  return Levels;
}

const Plain = levels([]);

const sets: readonly (readonly [string, readonly MethodDecorator[]])[] = [
  ['@Traced', [Traced()]],
  ['@Counted', [Counted()]],
  ['all four', [Traced(), Timed(), Counted(), Observed()]],
];

function calledBy<T>(work: () => T, depth: number): T {
  return depth === 0 ? work() : calledBy(work, depth - 1);
}

async function awaitedBy<T>(work: () => Promise<T>, depth: number): Promise<T> {
  return depth === 0 ? await work() : await awaitedBy(work, depth - 1);
}

function framesOf(stack: string): readonly string[] {
  return stack.match(/stacks\.spec\.ts:\d+:\d+/g)!;
}

// Jest has a limit of its own.
const limitOfJest = Error.stackTraceLimit;
beforeEach(() => (Error.stackTraceLimit = 10));
afterEach(async () => {
  Error.stackTraceLimit = limitOfJest;
  await closeApplications();
});

describe.each(sets)('With %s', (_, decorators) => {
  it.each([0, 1])('the frames of a call through four levels are all kept at a ratio of %d', async (sampleRatio) => {
    const Decorated = levels(decorators);
    await startApplication({ providers: [Decorated], observability: { traces: { sampleRatio } } });
    const framesBy = async ({ prototype }: typeof Plain) => {
      const stack = calledBy(() => prototype.first(), 9);
      return [framesOf(stack), framesOf(await awaitedBy(() => prototype.firstLater(), 9))];
    };

    const [plain, decorated] = [await framesBy(Plain), await framesBy(Decorated)];

    expect(plain[0]).toHaveLength(10);
    expect(decorated[0]!.slice(0, 10)).toEqual(plain[0]);
    // Node's own frames between two turns of the event loop are among the ten.
    expect(plain[1]!.length).toBeGreaterThan(4);
    expect(decorated[1]!.slice(0, plain[1]!.length)).toEqual(plain[1]);
  });

  it('teardowns of an Observable keep their order', async () => {
    const Decorated = levels(decorators);
    await startApplication({ providers: [Decorated] });
    const orderBy = async (type: typeof Plain): Promise<readonly string[]> => {
      const instance = new type();
      const isOver = finalize<number>(() => instance.order.push('outer'));
      await new Promise<void>((resolve) => instance.stream().pipe(isOver).subscribe({ complete: resolve }));
      return instance.order;
    };

    expect(await orderBy(Decorated)).toEqual(await orderBy(Plain));
  });
});
