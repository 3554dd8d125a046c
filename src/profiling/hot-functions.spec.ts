import type { CallNode, CallTree } from './call-tree.js';
import { hotFunctions } from './hot-functions.js';

const APP = `${process.cwd()}/src/orders.js`;
const PACKAGE = `${process.cwd()}/node_modules/zod/index.js`;

/** Calls that call one another, the outermost first; ids count from 1. */
function calls(...frames: readonly (readonly [name: string, url: string])[]): CallTree {
  const tree = new Map<number, CallNode>();
  frames.forEach(([functionName, url], index) => {
    const frame = { functionName, url, scriptId: '1', lineNumber: 0, columnNumber: 0 };
    tree.set(index + 1, { id: index + 1, frame, caller: tree.get(index) });
  });
  return tree;
}

const rows = (tree: CallTree, weights: readonly (readonly [number, number])[]): unknown[] =>
  hotFunctions(tree, new Map(weights)).map((row) => [row.function.name, row.self, row.withCallees]);

describe('Hot functions', () => {
  it('have the built-ins they call as their own, and packages and Node apart', () => {
    const tree = calls(['(root)', ''], ['find', APP], ['parse', PACKAGE], ['regex', PACKAGE], ['RegExp', '']);

    expect(
      rows(tree, [
        [2, 1],
        [3, 10],
        [4, 20],
        [5, 30],
      ]),
    ).toEqual([
      ['find', 1, 61],
      ['zod', 60, 0],
    ]);
  });

  it('answer for what they called themselves, not for what other functions of the application did', () => {
    const tree = calls(['(root)', ''], ['outer', APP], ['inner', APP], ['JSON', '']);

    expect(
      rows(tree, [
        [2, 1],
        [3, 2],
        [4, 3],
      ]),
    ).toEqual([
      ['inner', 5, 5],
      ['outer', 1, 1],
    ]);
  });

  it('are packages and the engine where nobody in the application has called them', () => {
    expect(rows(calls(['(root)', ''], ['parse', PACKAGE]), [[2, 4]])).toEqual([['zod', 4, 4]]);
    expect(rows(calls(['(root)', ''], ['(garbage collector)', '']), [[2, 5]])).toEqual([['(garbage collector)', 5, 5]]);
  });
});
