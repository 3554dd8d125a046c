import { minimapPaths } from './minimap-paths.js';
import { lasting, spanOf } from './span-detail.fixture.js';
import { spanTree } from './span-tree.js';

describe('the minimap', () => {
  it('is one path a family, each span a stroke on its line, failures uppermost', () => {
    const tree = spanTree([
      spanOf('failed', null, { kind: 'http.server', status: 'error', ...lasting(0, 100) }),
      spanOf('first', 'failed', { kind: 'database.query', ...lasting(10, 20) }),
      spanOf('second', 'failed', { kind: 'database.query', ...lasting(30, 0) }),
      spanOf('code', 'failed', lasting(50, 50)),
    ]);

    expect(minimapPaths(tree, { fromMs: 0, toMs: 100 })).toEqual([
      { family: 'database', d: 'M100 18H300M300 30H302' },
      { family: 'code', d: 'M500 42H1000' },
      { family: 'failed', d: 'M0 6H1000' },
    ]);
  });
});
