import { spanOf } from './span-detail.fixture.js';
import { spanTree } from './span-tree.js';
import { failureOf, slowestPartOf } from './trace-findings.js';

describe('what is looked for first', () => {
  it('is the innermost failure that says why', () => {
    const failed = { status: 'error', statusMessage: 'declined' } as const;
    const tree = spanTree([
      spanOf('request', null, failed),
      spanOf('handler', 'request', failed),
      spanOf('charge', 'handler', { status: 'error' }),
      spanOf('other', 'request'),
    ]);

    expect(failureOf(tree)?.span.spanId).toBe('handler');
    expect(failureOf(spanTree([spanOf('fine')]))).toBeUndefined();
    expect(failureOf(spanTree([spanOf('silent', null, { status: 'error' })]))?.span.spanId).toBe('silent');
  });

  it('is the part of the critical path with the most time of its own', () => {
    const tree = spanTree([
      spanOf('request', null, { selfMs: 3 }),
      spanOf('aside', 'request', { selfMs: 90 }),
      spanOf('query', 'request', { selfMs: 80 }),
    ]);

    expect(slowestPartOf(tree, new Set(['request', 'query']))?.span.spanId).toBe('query');
    expect(slowestPartOf(tree, new Set())).toBeUndefined();
  });
});
