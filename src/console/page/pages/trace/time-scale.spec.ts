import { lasting, spanOf } from './span-detail.fixture.js';
import { draggedWindow, extentOf, readWindow, ticksOf, windowText } from './time-scale.js';

const whole = { fromMs: 0, toMs: 200 };

describe('the time scale of a trace', () => {
  it('reaches from its first span to the end of its last, also before its root began', () => {
    const spans = [
      spanOf('root', null, lasting(0, 50)),
      spanOf('a', 'root', lasting(-2, 5)),
      spanOf('b', 'root', lasting(40, 30)),
    ];

    expect(extentOf(spans)).toEqual({ fromMs: -2, toMs: 70 });
    expect(extentOf([spanOf('instant', null, lasting(0, 0))])).toEqual({ fromMs: 0, toMs: 0.001 });
  });

  it.each([
    [{ fromMs: 0, toMs: 200 }, 4, [50, 100, 150, 200]],
    [{ fromMs: 0, toMs: 1.2 }, 4, [0.5, 1]],
    [{ fromMs: 37, toMs: 61 }, 5, [40, 45, 50, 55, 60]],
    [{ fromMs: -3, toMs: 9 }, 3, [0, 5]],
    [{ fromMs: 0, toMs: 0.003 }, 3, [0.001, 0.002, 0.003]],
  ])('has round marks within %j', (window, maxCount, expected) => {
    expect(ticksOf(window, maxCount).map(({ atMs }) => atMs)).toEqual(expected);
  });

  it('zooms to what was dragged over, in either direction, and not for a click', () => {
    expect(draggedWindow(0.25, 0.5, whole)).toEqual({ fromMs: 50, toMs: 100 });
    expect(draggedWindow(0.5, 0.25, whole)).toEqual({ fromMs: 50, toMs: 100 });
    expect(draggedWindow(0.9, 1.7, whole)).toEqual({ fromMs: 180, toMs: 200 });
    expect(draggedWindow(0.5, 0.501, whole)).toBeUndefined();
  });

  it('is the same after a way through the URL, and whole where the URL says nonsense', () => {
    expect(readWindow(windowText({ fromMs: 12.5, toMs: 80 }), whole)).toEqual({ fromMs: 12.5, toMs: 80 });
    expect(readWindow('-50~100', whole)).toEqual({ fromMs: 0, toMs: 100 });
    expect(['80~12', 'x', '', null, '300~400'].map((text) => readWindow(text, whole))).toEqual(
      Array.from({ length: 5 }, () => whole),
    );
  });
});
