/**
 * The functions of a test runner that contract suites are written with: Jest's and Vitest's have this shape, and so do `node:test`'s.
 *
 * @example
 * ```ts
 * const functions: TestFunctions = { describe, it, beforeEach, afterEach };
 *
 * describeHandler('a tally', { create: () => ({ handler: { name: 'tally', handles: () => true } }) }, functions);
 * ```
 */
export interface TestFunctions {
  /** A group of tests. */
  describe(title: string, body: () => void): unknown;
  /** One test. */
  it(title: string, body: () => Promise<void>): unknown;
  /** Runs before each test of the group. */
  beforeEach(body: () => Promise<void>): unknown;
  /** Runs after each test of the group. */
  afterEach(body: () => Promise<void>): unknown;
}

/** Those given, else the global ones. */
export function testFunctions(given: TestFunctions | undefined): TestFunctions {
  const functions = given ?? (globalThis as unknown as TestFunctions);
  if (typeof functions.describe === 'function') return functions;
  throw new TypeError(
    "Contract suites need describe, it, beforeEach and afterEach. Pass them (import { … } from 'vitest'), or make them global.",
  );
}
