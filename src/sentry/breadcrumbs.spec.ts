import { systemClock, type Operation, type OperationScope } from '../kernel/index.js';
import { Breadcrumbs } from './breadcrumbs.js';

const redactor = {
  redactText: (text: string, maxLength = Infinity) => text.replace('secret', '***').slice(0, maxLength),
  redactValue: (value: unknown) => value,
  redactUrl: (url: string) => url,
  redactHeaders: () => ({}),
};

const kept = (maxCount: number) => new Breadcrumbs({ maxCount, clock: systemClock, redactor });
const within = (scope: OperationScope) => ({ scope }) as Operation;
const line = (message: string, scope?: OperationScope, level = 30) => ({
  level,
  message,
  ...(scope && { operation: within(scope) }),
});

describe('Breadcrumbs', () => {
  it('are the last lines of one piece of work, apart from all others', () => {
    const [mine, theirs] = [{}, {}];
    const breadcrumbs = kept(2);

    for (const message of ['one', 'two', 'three']) breadcrumbs.logged(line(message, mine));
    breadcrumbs.logged(line('of others', theirs));
    breadcrumbs.logged(line('of nobody'));

    const messages = [mine, theirs, undefined].map((scope) => breadcrumbs.of(scope).map(({ message }) => message));
    expect(messages).toEqual([['two', 'three'], ['of others'], ['of nobody']]);
  });

  it('tell calls beside lines, with their outcome', () => {
    const scope = {};
    const breadcrumbs = kept(5);
    const call = { scope, kind: 'http.client', name: 'GET', outcome: 'error', durationMs: 1.25 } as Operation;

    breadcrumbs.logged({ ...line('asking', scope, 40), target: 'Stock' });
    breadcrumbs.called(call);

    expect(breadcrumbs.of(scope)).toEqual([
      {
        timestamp: expect.any(Number) as number,
        type: 'default',
        category: 'Stock',
        level: 'warning',
        message: 'asking',
      },
      {
        timestamp: expect.any(Number) as number,
        type: 'http',
        category: 'http.client',
        level: 'error',
        message: 'GET error 1.3 ms',
      },
    ]);
  });

  it('are redacted and bounded when they are read', () => {
    const scope = {};
    const breadcrumbs = kept(5);

    breadcrumbs.logged(line('a secret', scope));
    breadcrumbs.logged(line('x'.repeat(1_000_000), scope));

    const [first, second] = breadcrumbs.of(scope);
    expect([first!.message, second!.message!.length]).toEqual(['a ***', 500]);
  });

  it('are not kept where none are wanted', () => {
    const scope = {};
    const breadcrumbs = kept(0);

    breadcrumbs.logged(line('one', scope));

    expect([breadcrumbs.of(scope), breadcrumbs.follows('http.client')]).toEqual([[], false]);
  });
});
