/** Handlers that return what Nest is to send. */
import { setTimeout } from 'node:timers/promises';
import { Header, HttpCode, HttpRedirectResponse, Redirect } from '@nestjs/common';
import { EMPTY, from, of, timer } from 'rxjs';
import { map } from 'rxjs/operators';
import type { Answers } from './answer.js';

const LATE_MS = 4;
const circular: Record<string, unknown> = { name: 'circular' };
circular['self'] = circular;

const redirect: HttpRedirectResponse = { url: '/elsewhere?by=handler', statusCode: 307 };

export const values = {
  object: { run: () => ({ id: 7, name: 'tea', nested: { list: [1, 'two', null] } }) },
  list: { run: () => [1, 2, 3] },
  text: { run: () => 'plain text, not JSON: "ünïcödé"' },
  'empty-text': { run: () => '' },
  number: { run: () => 42 },
  boolean: { run: () => false },
  undefined: { run: () => undefined },
  null: { run: () => null },
  buffer: { run: () => Buffer.from([0, 1, 2, 253, 254, 255]) },
  date: { run: () => ({ at: new Date(0) }) },
  large: { run: () => ({ text: 'x'.repeat(150_000) }) },
  bigint: { run: () => ({ big: 10n }) },
  circular: { run: () => circular },
  'failing-json': { run: () => ({ toJSON: () => raiseText('toJSON') }) },
  promise: { run: () => Promise.resolve({ kept: 'promise' }) },
  'late-promise': { run: () => setTimeout(LATE_MS, { late: true }) },
  'lazy-thenable': {
    run: ({ journal }) => ({ then: (take: (value: string) => void) => (journal('then'), take('x')) }),
  },
  'observable-one': { run: () => of({ one: 1 }) },
  'observable-many': { run: () => of({ one: 1 }, { two: 2 }, { three: 3 }) },
  'observable-none': { run: () => EMPTY },
  'observable-late': { run: () => timer(LATE_MS).pipe(map(() => ({ late: 'value' }))) },
  'observable-of-promise': { run: () => from(Promise.resolve(['value'])) },
  generator: { run: () => [1, 2][Symbol.iterator]() },
  'http-code': { decorators: [HttpCode(202)], run: () => ({ status: 202 }) },
  header: {
    decorators: [Header('X-Made-By', 'handler'), Header('Cache-Control', 'no-store')],
    run: () => 'with headers',
  },
  redirect: { decorators: [Redirect('/elsewhere', 301)], run: () => undefined },
  'dynamic-redirect': { decorators: [Redirect('/elsewhere')], run: () => redirect },
} as const satisfies Answers;

function raiseText(text: string): never {
  throw new Error(text);
}
