/** A process's worth of contenders: libraries that must be set up globally, or configured differently, get one each. */
import type { Decorate, DecoratedInstance } from '../decorated-class.js';

/** Where calls happen, such as inside an operation that is not recorded. */
export type Place = <T>(work: () => T) => T;

export interface Contender {
  readonly name: string;
  readonly decorators: readonly Decorate[];
  readonly instrument?: (instance: object) => object;
  /** Key of the set-up's `places`. */
  readonly place: string;
}

/** What was called so far, and how often. */
export interface CallsMade {
  readonly contender: Contender;
  readonly className: string;
  readonly decorated: DecoratedInstance;
  readonly calls: number;
}

export interface SetUp {
  readonly places: Readonly<Record<string, Place>>;
  readonly contenders: readonly Contender[];
  /** Calls of one measurement of a contender. @default as many as fit into its time */
  readonly calls?: number;
  /** Resolves when everything that these calls have set going is over, such as the export of spans. */
  settled?(contender: Contender, calls: number): Promise<void>;
  /**
   * Says what was counted and recorded.
   *
   * @throws Error when that is not what was called
   */
  prove(made: readonly CallsMade[]): Promise<string>;
  close(): Promise<void>;
}

export function outside<T>(work: () => T): T {
  return work();
}

/** Calls each method once more. */
export async function callOnce({ decorated: { instance, methods } }: CallsMade): Promise<void> {
  await Promise.all(methods.map((method) => method.call(instance, 0)));
}

/** @throws Error when something was counted too often or too rarely */
export function expectCount(what: string, seen: unknown, expected: number): void {
  if (seen !== expected) throw new Error(`${what}: ${String(seen)} instead of ${expected}`);
}
