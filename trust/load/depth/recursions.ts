/** Calls that call themselves, by both ways of waiting, decorated and not. */
import { Counted, Observed, Timed, Traced } from 'nestjs-observability';

/** What is found at the bottom. */
export type Bottom<T> = () => T;

export interface Recursion {
  /** Waits before it goes deeper, so that no stack grows: that is what recursion without an end in sight has to do. */
  awaiting<T>(depth: number, bottom: Bottom<T>): Promise<T>;
  chaining<T>(depth: number, bottom: Bottom<T>): Promise<T>;
  /** Each level waits for two others in a row, one of them at once over. */
  branching<T>(depth: number, bottom: Bottom<T>): Promise<T>;
}

export class BareRecursion implements Recursion {
  async awaiting<T>(depth: number, bottom: Bottom<T>): Promise<T> {
    await null;
    return depth === 0 ? bottom() : await this.awaiting(depth - 1, bottom);
  }

  chaining<T>(depth: number, bottom: Bottom<T>): Promise<T> {
    return Promise.resolve().then(() => (depth === 0 ? bottom() : this.chaining(depth - 1, bottom)));
  }

  async branching<T>(depth: number, bottom: Bottom<T>): Promise<T> {
    await this.leaf();
    return depth === 0 ? bottom() : this.branching(depth - 1, bottom);
  }

  async leaf(): Promise<void> {}
}

export class DecoratedRecursion implements Recursion {
  @Traced()
  async awaiting<T>(depth: number, bottom: Bottom<T>): Promise<T> {
    await null;
    return depth === 0 ? bottom() : await this.awaiting(depth - 1, bottom);
  }

  @Traced()
  @Timed()
  @Counted()
  chaining<T>(depth: number, bottom: Bottom<T>): Promise<T> {
    return Promise.resolve().then(() => (depth === 0 ? bottom() : this.chaining(depth - 1, bottom)));
  }

  @Observed()
  async branching<T>(depth: number, bottom: Bottom<T>): Promise<T> {
    await this.leaf();
    return depth === 0 ? bottom() : this.branching(depth - 1, bottom);
  }

  @Timed()
  async leaf(): Promise<void> {}
}
