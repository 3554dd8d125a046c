// node scripts/migration/main.mjs [name…] [--short] [--built | --package FILE]: follows the migration guides step by step in clean folders.
// --short does so with two of them and only fits the edits of the others; --built packs what stands in dist/, --package takes a
// tarball, otherwise a copy of the repository is built and packed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { inColumns } from '../operations/text-table.mjs';
import { guides } from './guides.mjs';
import { packedLibrary } from './packed-library.mjs';
import { edits, tried } from './trial.mjs';

const SHORT = new Set(['nestjs-otel', 'nestjs-prometheus']);
// npm and the compiler wait for disk and network as much as they compute.
const AT_ONCE = 2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean' }, built: { type: 'boolean' }, package: { type: 'string' } },
});
const chosen = positionals.length > 0 ? guides.filter(({ name }) => positionals.includes(name)) : guides;
const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
try {
  const tarball = values.package ? resolve(values.package) : packedLibrary(folder, values.built === true);
  const trials = await allOf(chosen, (guide) => trialOf(guide, tarball));
  const rows = trials.map(({ guide, part, steps, seconds, shown }) => [
    guide.file,
    part,
    `${steps}`,
    `${seconds}`,
    `${shown.length}`,
  ]);
  process.stdout.write(`${inColumns([['guide', 'tried', 'steps', 'seconds', 'proofs'], ...rows])}\n`);
  for (const { guide, shown } of trials) process.stdout.write(seen(guide, shown));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function trialOf(guide, tarball) {
  const isTried = values.short !== true || SHORT.has(guide.name);
  const startedAtMs = Date.now();
  const place = join(folder, guide.name);
  const outcome = await (isTried ? tried(guide, tarball, place) : edits(guide, place)).catch(failed);
  const seconds = Math.round((Date.now() - startedAtMs) / 1000);
  return { guide, part: isTried ? 'all' : 'edits', seconds, ...outcome };
}

function failed({ message }) {
  process.exitCode = 1;
  process.stderr.write(`${message}\n`);
  return { steps: 'FAILED', shown: [] };
}

function seen({ file }, shown) {
  if (shown.length === 0) return '';
  return `\nSeen after the steps of ${file}, beside the same answers:\n${shown.map((what) => `  ${what}\n`).join('')}`;
}

async function allOf(items, work) {
  const results = [];
  const waiting = [...items.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
