import { lasting, spanOf } from './span-detail.fixture.js';
import { spanTree } from './span-tree.js';
import { extentOf } from './time-scale.js';
import { failureOf, shareOfTrace, slowestPartOf } from './trace-findings.js';

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

  it('is a share of the whole trace, also where its root is over long before', () => {
    const extent = extentOf([spanOf('request', null, lasting(0, 10)), spanOf('stream', 'request', lasting(5, 395))]);

    expect(shareOfTrace(100, extent)).toBe(0.25);
  });
});
