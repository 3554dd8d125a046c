import { finishedSpan, type SpanSpec } from '../../../test/support/recorded-spans.js';
import { randomFrom } from '../../../test/support/random.js';
import { criticalPath, nodesOf, selfMsOf, type SpanNode } from './trace-tree.js';

/** `[id, parent, from, to]` */
type Bar = readonly [id: string, parent: string, fromMs: number, toMs: number];

function treeOf(...bars: readonly Bar[]): SpanNode[] {
  return nodesOf(bars.map(([id, parent, fromMs, toMs]) => finishedSpan(specOf(id, parent, fromMs, toMs))));
}

function specOf(id: string, parent: string, fromMs: number, toMs: number): SpanSpec {
  return { name: id, spanId: id, fromMs, toMs, ...(parent !== '' && { parentId: parent }) };
}

function namesOf(nodes: readonly SpanNode[]): string {
  return nodes.map(({ span }) => span.name).join(' ');
}

describe('Spans as a tree', () => {
  it('stand in the order of their start', () => {
    const nodes = treeOf(['d', 'a', 8, 9], ['c', 'b', 3, 4], ['b', 'a', 2, 5], ['a', '', 0, 10]);

    expect(namesOf(nodes)).toBe('a b c d');
    expect(namesOf(nodes[0]!.children)).toBe('b d');
    expect(nodes.map(({ parent }) => parent?.span.name)).toEqual([undefined, 'a', 'b', 'a']);
  });

  it('have parents before children, also where clocks say otherwise', () => {
    expect(namesOf(treeOf(['c', 'b', 1, 2], ['b', 'a', 3, 4], ['a', '', 5, 6]))).toBe('a b c');
  });

  it('have no parent where that one is not kept, or where parents go round in a circle', () => {
    const nodes = treeOf(['a', 'b', 0, 9], ['b', 'c', 1, 8], ['c', 'a', 2, 7], ['d', 'd', 3, 4], ['e', '9', 5, 6]);

    expect(namesOf(nodes)).toBe('c b a d e');
    expect(nodes.filter(({ parent }) => parent === undefined)).toHaveLength(3);
    expect(nodes).toHaveLength(5);
  });
});

describe('The time of a span itself', () => {
  it.each<[string, readonly Bar[], number]>([
    ['is all of it without children', [['a', '', 0, 10]], 10],
    [
      'is what no child covers',
      [
        ['a', '', 0, 10],
        ['b', 'a', 1, 4],
        ['c', 'a', 6, 8],
      ],
      5,
    ],
    [
      'counts what several children cover once',
      [
        ['a', '', 0, 10],
        ['b', 'a', 1, 6],
        ['c', 'a', 2, 8],
        ['d', 'a', 3, 4],
      ],
      3,
    ],
    [
      'is not less for children that go on afterwards',
      [
        ['a', '', 0, 10],
        ['b', 'a', 8, 50],
      ],
      8,
    ],
    [
      'is not less for children that run before or after it',
      [
        ['a', '', 10, 20],
        ['b', 'a', 0, 5],
        ['c', 'a', 30, 40],
      ],
      10,
    ],
    [
      'is nothing where a child covers all',
      [
        ['a', '', 0, 10],
        ['b', 'a', -1, 11],
      ],
      0,
    ],
  ])('%s', (_title, bars, selfMs) => {
    const node = treeOf(...bars).find(({ span }) => span.name === 'a')!;

    expect(selfMsOf(node)).toBeCloseTo(selfMs, 3);
  });
});

describe('The critical path', () => {
  it.each<[string, readonly Bar[], string]>([
    ['of a single span is that span', [['a', '', 0, 10]], 'a'],
    [
      'goes through what ran one after the other',
      [
        ['a', '', 0, 10],
        ['b', 'a', 1, 4],
        ['c', 'a', 5, 9],
      ],
      'a b c',
    ],
    [
      'leaves out what ran beside something longer',
      [
        ['a', '', 0, 10],
        ['b', 'a', 1, 9],
        ['c', 'a', 2, 8],
      ],
      'a b',
    ],
    [
      'goes on before the start of the one that finished last',
      [
        ['a', '', 0, 10],
        ['b', 'a', 0, 3],
        ['c', 'a', 1, 5],
        ['d', 'a', 4, 9],
      ],
      'a b d',
    ],
    [
      'goes down to grandchildren',
      [
        ['a', '', 0, 10],
        ['b', 'a', 1, 9],
        ['c', 'b', 2, 4],
        ['d', 'b', 3, 8],
      ],
      'a b d',
    ],
    [
      'takes a child that outlives its parent until the parent ends',
      [
        ['a', '', 0, 10],
        ['b', 'a', 2, 50],
      ],
      'a b',
    ],
    [
      'leaves out what began after its parent had ended',
      [
        ['a', '', 0, 10],
        ['b', 'a', 11, 12],
        ['c', 'a', 1, 2],
      ],
      'a c',
    ],
  ])('%s', (_title, bars, path) => {
    expect(namesOf(criticalPath(treeOf(...bars)[0]!))).toBe(path);
  });

  it('never holds two siblings that ran at the same time, and knows each span once', () => {
    const random = randomFrom(4);
    for (let round = 0; round < 200; round++) {
      const nodes = nodesOf(randomSpans(random));
      const path = criticalPath(nodes[0]!);

      expect(new Set(path).size).toBe(path.length);
      const overlaps = path.filter((one) => path.some((other) => isBeside(one, other)));
      expect(overlaps).toEqual([]);
    }
  });
});

function isBeside(one: SpanNode, other: SpanNode): boolean {
  return one !== other && one.parent === other.parent && one.startMs < other.endMs && other.startMs < one.endMs;
}

function randomSpans(random: () => number) {
  const below = (end: number): number => Math.floor(random() * end);
  const root = finishedSpan({ spanId: '1', fromMs: 0, toMs: 100 });
  const rest = Array.from({ length: below(30) }, (_, index) => {
    const fromMs = below(90);
    return finishedSpan({
      spanId: `${index + 2}`,
      parentId: `${below(index + 1) + 1}`,
      fromMs,
      toMs: fromMs + 1 + below(30),
    });
  });
  return [...rest, root];
}
