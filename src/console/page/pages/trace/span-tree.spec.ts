import { spanOf } from './span-detail.fixture.js';
import { ancestorIds, openRows, parentIds, spanTree, type SpanNode } from './span-tree.js';

const shop = [
  spanOf('request'),
  spanOf('guard', 'request'),
  spanOf('handler', 'request'),
  spanOf('query', 'handler'),
  spanOf('late', 'request'),
];

describe('the tree of spans', () => {
  it('stands depth first, children in the order of their spans', () => {
    const tree = spanTree(shop);

    expect(tree.nodes.map(lineOf)).toEqual(['0 request 4', '1 guard 0', '1 handler 1', '2 query 0', '1 late 0']);
    expect(parentIds(tree)).toEqual(['request', 'handler']);
    expect(ancestorIds(tree.byId.get('query')!)).toEqual(['handler', 'request']);
  });

  it('takes a span whose parent is missing for a root', () => {
    const tree = spanTree([spanOf('consumer', 'elsewhere'), spanOf('query', 'consumer')]);

    expect(tree.roots.map(({ span }) => span.spanId)).toEqual(['consumer']);
    expect(tree.nodes.map(lineOf)).toEqual(['0 consumer 1', '1 query 0']);
  });

  it('shows every span of a circle of parents, once', () => {
    const tree = spanTree([spanOf('a', 'b'), spanOf('b', 'a'), spanOf('self', 'self')]);

    expect(tree.nodes.map(lineOf)).toEqual(['0 b 1', '1 a 0', '0 self 0']);
  });

  it('leaves out what is below a folded row, and nothing else', () => {
    const rows = openRows(spanTree(shop), new Set(['handler', 'guard']));

    expect(rows.map(({ span }) => span.spanId)).toEqual(['request', 'guard', 'handler', 'late']);
  });

  it('is as deep as the trace', () => {
    const spans = Array.from({ length: 20_000 }, (_, depth) => spanOf(`${depth}`, depth === 0 ? null : `${depth - 1}`));

    const last = spanTree(spans).nodes.at(-1)!;

    expect(lineOf(last)).toBe('19999 19999 0');
  });
});

function lineOf({ depth, span, descendantCount }: SpanNode): string {
  return `${depth} ${span.name} ${descendantCount}`;
}
