import { hitPosition, nextHit, spansThatSay } from './find-spans.js';
import { spanOf } from './span-detail.fixture.js';
import { spanTree } from './span-tree.js';

const tree = spanTree([
  spanOf('root', null, { name: 'GET /orders/:id' }),
  spanOf('select', 'root', { kind: 'database.query', attributes: { 'db.query.text': 'SELECT * FROM Orders' } }),
  spanOf('other', 'root'),
  spanOf('failed', 'root', {
    events: [{ name: 'exception', offsetMs: 1, attributes: { 'exception.message': 'no such order' } }],
  }),
]);
const idsOf = (text: string): readonly string[] => spansThatSay(text, tree).map(({ span }) => span.spanId);

describe('find in a trace', () => {
  it('looks at names, kinds, attributes and events, whatever the case', () => {
    expect(idsOf('ORDER')).toEqual(['root', 'select', 'failed']);
    expect(idsOf('database')).toEqual(['select']);
    expect(idsOf('exception.message')).toEqual(['failed']);
    expect(idsOf('  ')).toEqual([]);
  });

  it('goes on from the selected row, whether it is a hit or not, and around the ends', () => {
    const hits = spansThatSay('order', tree);
    const next = (selectedId: string | undefined, step: 1 | -1) => nextHit(hits, tree, selectedId, step)?.span.spanId;

    expect([next(undefined, 1), next('root', 1), next('other', 1), next('failed', 1)]).toEqual([
      'root',
      'select',
      'failed',
      'root',
    ]);
    expect([next(undefined, -1), next('root', -1), next('other', -1)]).toEqual(['failed', 'failed', 'select']);
    expect(nextHit([], tree, 'root', 1)).toBeUndefined();
  });

  it('says which of how many it is', () => {
    const hits = spansThatSay('order', tree);

    expect(hitPosition(hits, 'select')).toBe('2/3');
    expect(hitPosition(hits, 'other')).toBe('–/3');
  });
});
