/** Reads what is collected at scrape time, by code that is not ours: it may throw, reject or never answer. */
import { types } from 'node:util';
import { errorMessageOf, type Diagnostics } from '../kernel/index.js';

export interface Asked<T> {
  /** Who is asked. */
  readonly source: object;
  readonly name: string;
  readonly work: () => Promise<T> | T;
}

/** An answer, or the promise of one; undefined where asking has failed. */
type Begun<T> = Promise<T> | T | undefined;

const TIME_IS_UP = Symbol('time is up');

export class IsolatedReader {
  private readonly underWay = new WeakMap<object, Promise<unknown>>();
  /** Sources that still owe an answer after their time: nobody waits for them again until they have given it. */
  private readonly late = new WeakSet<object>();

  constructor(
    private readonly timeoutMs: number,
    private readonly diagnostics: Diagnostics,
    private readonly onFailure: () => void,
    /** What is asked, in warnings. */
    private readonly noun = 'metric',
  ) {}

  /** What each answers in time, else undefined. Scrapes at the same time share one answer of a source. */
  async readAll<T>(asked: readonly Asked<T>[]): Promise<readonly (T | undefined)[]> {
    const begun = asked.map((one) => this.ask(one));
    // Most answer at once: a timer and promises for them would be most of a small scrape.
    return begun.some(isPending) ? this.inTime(asked, begun) : (begun as (T | undefined)[]);
  }

  /** What `work` gives, until it fails. */
  *attempt<T>(name: string, work: () => Iterable<T>): Iterable<T> {
    try {
      yield* work();
    } catch (error) {
      this.report(name, error);
    }
  }

  private ask<T>({ source, name, work }: Asked<T>): Begun<T> {
    try {
      if (this.late.has(source)) throw new Error('it still owes the answer to an earlier scrape');
      const known = this.underWay.get(source) as Promise<T> | undefined;
      if (known !== undefined) return known;
      const answer = work();
      return isPending(answer) ? this.follow(source, answer) : answer;
    } catch (error) {
      return this.report(name, error);
    }
  }

  private follow<T>(source: object, pending: Promise<T>): Promise<T> {
    const answer = pending.finally(() => {
      this.underWay.delete(source);
      this.late.delete(source);
    });
    this.underWay.set(source, answer);
    return answer;
  }

  private async inTime<T>(asked: readonly Asked<T>[], begun: readonly Begun<T>[]): Promise<(T | undefined)[]> {
    let timer: NodeJS.Timeout | undefined;
    const timeIsUp = new Promise<typeof TIME_IS_UP>((resolve) => {
      timer = setTimeout(resolve, this.timeoutMs, TIME_IS_UP).unref();
    });
    const answers = await Promise.all(asked.map((one, index) => this.answerOf(one, begun[index], timeIsUp)));
    clearTimeout(timer);
    return answers;
  }

  private async answerOf<T>(
    { source, name }: Asked<T>,
    begun: Begun<T>,
    timeIsUp: Promise<typeof TIME_IS_UP>,
  ): Promise<T | undefined> {
    try {
      const answer = await Promise.race([begun, timeIsUp]);
      if (answer !== TIME_IS_UP) return answer;
      this.late.add(source);
      throw new Error(`no answer within ${this.timeoutMs} ms`);
    } catch (error) {
      return this.report(name, error);
    }
  }

  private report(name: string, error: unknown): undefined {
    const fact = `${this.noun} ${name} could not be read: ${errorMessageOf(error)}`;
    this.diagnostics.failed('metrics', 'collect', new Error(fact));
    this.onFailure();
  }
}

function isPending<T>(answer: Begun<T>): answer is Promise<T> {
  return types.isPromise(answer);
}
