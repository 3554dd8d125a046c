import { wrapMethod, type Wrapped } from './wrap-method.js';
import type { AnyMethod } from '../../kernel/index.js';

const seen: boolean[] = [];
const follow = (wrapped: Wrapped): AnyMethod =>
  function (this: unknown, ...args: unknown[]): unknown {
    seen.push(wrapped.makesSpan);
    return Reflect.apply(wrapped.original, this, args);
  } as never;

/** What OpenTelemetry's instrumentations leave behind. */
function instrument(prototype: Record<string, unknown>): void {
  const original = prototype['query'] as AnyMethod;
  const wrapped = function (this: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(original, this, args);
  };
  prototype['query'] = Object.assign(wrapped, { __original: original, __wrapped: true });
}

class Client {
  query(text: string): string {
    return `${text}!`;
  }
}

beforeEach(() => (seen.length = 0));

it('wraps a method once and looks like it', () => {
  wrapMethod(Client.prototype, 'query', follow);
  wrapMethod(Client.prototype, 'query', follow);

  expect(new Client().query('a')).toBe('a!');
  expect(seen).toEqual([true]);
  expect([Client.prototype.query.name, Client.prototype.query.length]).toEqual(['query', 1]);
});

it('leaves spans to an instrumentation that was there first', () => {
  class Early extends Client {
    override query(text: string): string {
      return text;
    }
  }
  instrument(Early.prototype as never);

  wrapMethod(Early.prototype, 'query', follow);
  new Early().query('a');

  expect(seen).toEqual([false]);
});

it('leaves spans to an instrumentation that came later', () => {
  class Late {
    query(text: string): string {
      return text;
    }
  }
  wrapMethod(Late.prototype, 'query', follow);
  instrument(Late.prototype as never);

  wrapMethod(Late.prototype, 'query', follow);
  new Late().query('a');

  expect(seen).toEqual([false]);
});

it('leaves alone what the prototype does not define itself', () => {
  class Sub extends Client {}

  wrapMethod(Sub.prototype, 'query', follow);

  expect(Object.hasOwn(Sub.prototype, 'query')).toBe(false);
});
