/** The tests of a spec file as Jest's framework keeps them: a tree of describe blocks. */
import type { Circus } from '@jest/types';

export function* testsBelow(block: Circus.DescribeBlock): Generator<Circus.TestEntry> {
  for (const child of block.children) {
    if (child.type === 'test') yield child;
    else yield* testsBelow(child);
  }
}

/** The names of its blocks and its own, as Jest prints and filters them. */
export function titleOf(test: Circus.TestEntry): string {
  const names = [test.name];
  for (let block = test.parent; block.parent !== undefined; block = block.parent) names.unshift(block.name);
  return names.join(' ');
}
