import type { EventNode } from '../../../shapes/index.js';
import { causalTree, spanOfChain, type CausalItem } from './causal-tree.js';

describe('causalTree', () => {
  it('puts each node below its cause, in the order in which they came', () => {
    const nodes = [node('request'), node('bill', 'request'), node('mail', 'request'), node('send', 'bill')];

    expect(causalTree(nodes).map(drawn)).toEqual([
      [
        'request',
        [
          ['bill', [['send', []]]],
          ['mail', []],
        ],
      ],
    ]);
  });

  it('lets stand by itself what has lost its cause', () => {
    expect(causalTree([node('a', 'gone'), node('b', 'a')]).map(drawn)).toEqual([['a', [['b', []]]]]);
  });

  it('shows each node once, though causes lead in a circle', () => {
    expect(causalTree([node('a', 'b'), node('b', 'a'), node('c', 'c')]).map(drawn)).toEqual([
      ['a', [['b', []]]],
      ['c', []],
    ]);
  });
});

it('knows from when to when a chain lasted', () => {
  const nodes = [
    { ...node('a'), startedAtMs: 10, durationMs: 5 },
    { ...node('b'), startedAtMs: 12, durationMs: 20 },
  ];

  expect(spanOfChain(nodes)).toEqual({ startedAtMs: 10, durationMs: 22 });
});

type Drawn = readonly [id: string, caused: readonly Drawn[]];

function drawn({ node: { id }, caused }: CausalItem): Drawn {
  return [id, caused.map(drawn)];
}

function node(id: string, causeId: string | null = null): EventNode {
  return { id, causeId } as EventNode;
}
