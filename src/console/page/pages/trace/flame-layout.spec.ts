import { flameOf } from './flame-layout.js';
import { lasting, spanOf } from './span-detail.fixture.js';
import { spanTree } from './span-tree.js';

describe('the flame view', () => {
  it('has children one lane below their parent', () => {
    const flame = flameOf(
      spanTree([
        spanOf('root', null, lasting(0, 100)),
        spanOf('guard', 'root', lasting(0, 10)),
        spanOf('handler', 'root', lasting(10, 80)),
        spanOf('query', 'handler', lasting(20, 30)),
      ]),
    );

    expect(flame.laneCount).toBe(3);
    expect(flame.blocks.map(({ node, lane, fromMs, toMs }) => [node.span.name, lane, fromMs, toMs])).toEqual([
      ['root', 0, 0, 100],
      ['guard', 1, 0, 10],
      ['handler', 1, 10, 90],
      ['query', 2, 20, 50],
    ]);
  });

  it('moves siblings that ran at once into lanes of their own', () => {
    const flame = flameOf(
      spanTree([
        spanOf('root', null, lasting(0, 100)),
        spanOf('first', 'root', lasting(0, 60)),
        spanOf('in first', 'first', lasting(0, 50)),
        spanOf('second', 'root', lasting(30, 60)),
        spanOf('in second', 'second', lasting(40, 10)),
      ]),
    );

    expect(flame.blocks.map(({ node, lane }) => [node.span.name, lane])).toEqual([
      ['root', 0],
      ['first', 1],
      ['in first', 2],
      ['second', 3],
      ['in second', 4],
    ]);
  });

  it('draws nothing outside of its parent', () => {
    const flame = flameOf(spanTree([spanOf('root', null, lasting(0, 10)), spanOf('late', 'root', lasting(8, 20))]));

    expect(flame.blocks[1]).toMatchObject({ lane: 1, fromMs: 8, toMs: 10 });
  });
});
