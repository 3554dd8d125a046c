/** What docs/03-concepts.md says is a closed set is that set. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../generated.js';

const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

it('names every kind of operation, and no other', () => {
  const [, declared = ''] = /export type OperationKind =([\s\S]*?);/.exec(textOf('src/kernel/operation.ts')) ?? [];
  const [, listed = ''] = /closed set:([\s\S]*?)\n## /.exec(textOf('docs/03-concepts.md')) ?? [];

  const kinds = [...declared.matchAll(/'([\w.]+)'/g)].map((match) => match[1]);
  const named = [...listed.matchAll(/`([\w.]+)`/g)].map((match) => match[1]);
  expect(kinds.length).toBeGreaterThan(20);
  expect(named.toSorted()).toEqual(kinds.toSorted());
});
