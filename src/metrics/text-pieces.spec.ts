import { isPiece } from './text-pieces.js';

describe('isPiece', () => {
  it('ends a piece after 32 KiB', () => {
    expect([isPiece('a'.repeat(32_767), 1), isPiece('a'.repeat(32_768), 1)]).toEqual([false, true]);
  });

  it('ends a piece after 512 items, also when they write nothing', () => {
    expect([isPiece('', 511), isPiece('', 512), isPiece('', 513), isPiece('', 1_024)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });
});
