import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './generated.js';
import { publicNames } from './names/public-names.js';

const FILE = join(root, 'docs/reference/public-names.json');

/**
 * What this shows as missing or changed breaks somebody's dashboard, query or code: a major version, see docs/reference/stability.md. What
 * is new is recorded by `npm run docs`.
 */
it('keeps every name that others rest on', async () => {
  const names = await publicNames();
  if (process.env['UPDATE_DOCS'] !== undefined) writeFileSync(FILE, `${JSON.stringify(names, undefined, 2)}\n`);

  expect(names).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
}, 60_000);
