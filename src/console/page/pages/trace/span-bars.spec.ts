import { lasting, spanOf } from './span-detail.fixture.js';
import { clipped, criticalStretches, spanBars } from './span-bars.js';
import { spanTree } from './span-tree.js';
import { extentOf } from './time-scale.js';
import type { SpanDetail } from '../../../shapes/index.js';

describe('the bars of a waterfall', () => {
  it('stand where their spans were', () => {
    const bars = barsOf([spanOf('root', null, lasting(0, 100)), spanOf('query', 'root', lasting(25, 50))]);

    expect(bars.get('root')).toEqual({ left: 0, right: 1, overhangs: [] });
    expect(bars.get('query')).toEqual({ left: 0.25, right: 0.75, overhangs: [] });
  });

  it('are wide enough to be seen, and still inside their parent at its right edge', () => {
    const bars = barsOf([
      spanOf('root', null, lasting(0, 100)),
      spanOf('short', 'root', lasting(99.9, 0.1)),
      spanOf('shorter', 'short', lasting(99.95, 0.01)),
    ]);

    expect(bars.get('short')).toEqual({ left: 0.99, right: 1, overhangs: [] });
    expect(bars.get('shorter')).toEqual({ left: 0.99, right: 1, overhangs: [] });
  });

  it('end with their parent; work that outlived it is an overhang', () => {
    const bars = barsOf([
      spanOf('root', null, lasting(0, 50)),
      spanOf('background', 'root', lasting(25, 75)),
      spanOf('afterwards', 'root', lasting(60, 20)),
    ]);

    expect(bars.get('background')).toEqual({ left: 0.25, right: 0.5, overhangs: [{ left: 0.5, right: 1 }] });
    expect(bars.get('afterwards')).toEqual({ left: 0.49, right: 0.5, overhangs: [{ left: 0.6, right: 0.8 }] });
  });

  it('of random trees lie inside their parents, at every zoom', () => {
    const spans = randomSpans(400);
    const tree = spanTree(spans);
    for (const window of [extentOf(spans), { fromMs: 20, toMs: 21 }, { fromMs: 90, toMs: 400 }]) {
      const bars = spanBars(tree, { extent: extentOf(spans), window, minShare: 0.003 });
      const outside = tree.nodes.filter(({ span, parent }) => {
        const [bar, outer] = [bars.get(span.spanId)!, parent && bars.get(parent.span.spanId)!];
        return bar.right < bar.left || (outer && (bar.left < outer.left || bar.right > outer.right + 1e-12));
      });
      expect(outside).toEqual([]);
    }
  });
});

describe('the critical path', () => {
  it('is of each critical span what none of its critical children explains', () => {
    const tree = spanTree([
      spanOf('root', null, lasting(0, 100)),
      spanOf('guard', 'root', lasting(10, 10)),
      spanOf('parallel', 'root', lasting(10, 5)),
      spanOf('handler', 'root', lasting(30, 60)),
    ]);
    const critical = new Set(['root', 'guard', 'handler']);
    const stretches = (id: string) => criticalStretches(tree.byId.get(id)!, critical, { fromMs: 0, toMs: 100 });

    expect(stretches('root')).toEqual([
      { left: 0, right: 0.1 },
      { left: 0.2, right: 0.3 },
      { left: 0.9, right: 1 },
    ]);
    expect(stretches('handler')).toEqual([{ left: 0.3, right: 0.9 }]);
    expect(stretches('parallel')).toEqual([]);
  });

  it('does not leave the bar that it is drawn in', () => {
    expect(clipped({ left: 0.2, right: 0.9 }, { left: 0.4, right: 0.6 })).toEqual({ left: 0.4, right: 0.6 });
  });
});

function barsOf(spans: readonly SpanDetail[]): ReturnType<typeof spanBars> {
  const extent = extentOf(spans);
  return spanBars(spanTree(spans), { extent, window: extent, minShare: 0.01 });
}

/** The same every time: a linear congruential generator. */
function randomSpans(count: number): readonly SpanDetail[] {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (seed / 2_147_483_648) * below;
  };
  return Array.from({ length: count }, (_, index) => {
    const parent = index === 0 ? null : `${Math.floor(random(index))}`;
    return spanOf(`${index}`, parent, lasting(random(100) - 5, random(60)));
  });
}
