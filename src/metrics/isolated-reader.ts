/** Reads what is collected at scrape time, by code that is not ours: it may throw, reject or never answer. */
import type { Diagnostics } from '../kernel/index.js';

export class IsolatedReader {
  private readonly underWay = new WeakMap<object, Promise<unknown>>();
  /** Sources that still owe an answer after their time: nobody waits for them again until they have given it. */
  private readonly late = new WeakSet<object>();

  constructor(
    private readonly timeoutMs: number,
    private readonly diagnostics: Diagnostics,
    private readonly onFailure: () => void,
  ) {}

  /** What `work` answers in time, else undefined. Scrapes at the same time share one answer of a source. */
  async read<T>(source: object, name: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      if (this.late.has(source)) throw new Error('it still owes the answer to an earlier scrape');
      return await this.withinTime(source, this.ask(source, work));
    } catch (error) {
      return this.report(name, error);
    }
  }

  /** The same for what answers at once. */
  attempt<T>(name: string, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      return this.report(name, error);
    }
  }

  private ask<T>(source: object, work: () => Promise<T>): Promise<T> {
    const known = this.underWay.get(source) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const answer = Promise.resolve()
      .then(work)
      .finally(() => {
        this.underWay.delete(source);
        this.late.delete(source);
      });
    this.underWay.set(source, answer);
    return answer;
  }

  private withinTime<T>(source: object, answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        this.late.add(source);
        reject(new Error(`no answer within ${this.timeoutMs} ms`));
      };
      const timer = setTimeout(giveUp, this.timeoutMs).unref();
      void answer.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  private report(name: string, error: unknown): undefined {
    const cause = error instanceof Error ? error.message : String(error);
    this.diagnostics.failed('metrics', 'collect', new Error(`metric ${name} could not be read: ${cause}`));
    this.onFailure();
  }
}
