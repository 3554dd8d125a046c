/**
 * `setupFiles: ['nestjs-observability/testing/vitest']`: Vitest's `expect` knows our matchers, and so does TypeScript.
 *
 * @module nestjs-observability/testing/vitest
 */
import { observabilityMatchers, type ObservabilityMatchers } from './matchers.js';

/** @ts-ignore: not there without Vitest. */
declare module 'vitest' {
  // Without type parameters: Vitest 4 and 5 have different ones.
  interface Matchers extends ObservabilityMatchers {}
}

interface Vitest {
  readonly expect: { extend(matchers: object): void };
}

// The compiler is not to look for it: Vitest is the application's.
const runner: string = 'vitest';
const { expect } = (await import(runner)) as Vitest;
expect.extend(observabilityMatchers);
