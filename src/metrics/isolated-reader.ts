/** Reads what is collected at scrape time, by code that is not ours: it may throw, reject or never answer. */
import type { Diagnostics } from '../kernel/index.js';

export class IsolatedReader {
  private readonly unanswered = new WeakSet<object>();

  constructor(
    private readonly timeoutMs: number,
    private readonly diagnostics: Diagnostics,
    private readonly failed: () => void,
  ) {}

  /** What `work` answers in time, else undefined. Sources that still owe an earlier answer are not asked again. */
  async read<T>(source: object, name: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await this.answerOf(source, work);
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      this.diagnostics.failed('metrics', 'collect', new Error(`metric ${name} could not be read: ${cause}`));
      this.failed();
      return undefined;
    }
  }

  private async answerOf<T>(source: object, work: () => Promise<T>): Promise<T> {
    if (this.unanswered.has(source)) throw new Error('it has not answered an earlier scrape yet');
    this.unanswered.add(source);
    const answer = Promise.resolve()
      .then(work)
      .finally(() => this.unanswered.delete(source));
    return withinTime(answer, this.timeoutMs);
  }
}

function withinTime<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs).unref();
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
