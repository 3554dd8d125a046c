/**
 * `setupFilesAfterEnv: ['nestjs-observability/testing/jest']`: Jest's `expect` knows our matchers, and so does TypeScript.
 *
 * @module nestjs-observability/testing/jest
 */
import { observabilityMatchers, type ObservabilityMatchers } from './matchers.js';

declare global {
  // The shape that Jest's own typings prescribe for extensions.
  namespace jest {
    interface Matchers<R> extends ObservabilityMatchers<R> {}
  }
}

/** @ts-ignore: what `@jest/globals` gives; not there without Jest. */
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>> extends ObservabilityMatchers<R> {}
}

interface JestGlobals {
  readonly expect: { extend(matchers: object): void };
}

// Jest answers this wherever it runs, also with `injectGlobals: false`.
const { expect } = require('@jest/globals') as JestGlobals;
expect.extend(observabilityMatchers);
