/**
 * `npm run bench:profile [express] [fastify] [--short] [--inlined]`: which functions of ours a request runs through and what share
 * of its CPU each takes. Fails when one above 3 % is not in `justified.ts`. Run it with the Node that is to be profiled.
 * `--inlined` shows the engine's own view, where what was inlined counts for its caller; nothing is judged or written then.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCallTree, type CallTree, type Frame } from './call-tree.js';
import { flamePage } from './flame-graph.js';
import { justified } from './justified.js';
import { JUSTIFY_ABOVE_SHARE, ownFunctions, unjustified, type OwnFunction } from './own-functions.js';
import type { Platform } from './recording.js';
import { record, type Profile } from './record.js';

const PRINTED_ABOVE_SHARE = 0.01;
const PLATFORMS: readonly Platform[] = ['express', 'fastify'];

const isShort = process.argv.includes('--short');
const isInlining = process.argv.includes('--inlined');
const requests = isShort ? 16_000 : 64_000;

async function main(): Promise<void> {
  const asked = PLATFORMS.filter((platform) => process.argv.includes(platform));
  const results: boolean[] = [];
  for (const platform of asked.length > 0 ? asked : PLATFORMS) results.push(await profile(platform));
  process.exitCode = results.every(Boolean) ? 0 : 1;
}

/** True when every dear function is justified. */
async function profile(platform: Platform): Promise<boolean> {
  const recorded = await record(platform, requests, isInlining);
  const tree = buildCallTree(recorded.nodes);
  const functions = ownFunctions(tree.root);
  print(`${platform}, Node ${process.versions.node}`, conditions(recorded, tree), functions);
  if (isInlining) return true;
  writePage(platform, conditions(recorded, tree), tree, functions);
  return judge(functions);
}

function conditions({ requests: count, cpuMicrosPerRequest, spansExported }: Profile, { root, busySamples }: CallTree) {
  return [
    `${count} requests at ${cpuMicrosPerRequest.toFixed(1)} µs of CPU, ${spansExported} spans exported`,
    `${busySamples} samples`,
    `${percent(shareOf(root, '(program)'))} native code and system calls`,
    `${percent(shareOf(root, '(garbage collector)'))} garbage collection`,
    isInlining ? 'with inlining' : 'without inlining, so that each function is itself',
  ].join('; ');
}

function shareOf(root: Frame, label: string): number {
  return root.children.find((child) => child.label === label)?.totalShare ?? 0;
}

function print(title: string, note: string, functions: readonly OwnFunction[]): void {
  const all = {
    label: `all ${functions.length} functions of ours`,
    selfShare: functions.reduce((sum, { selfShare }) => sum + selfShare, 0),
    withPackagesShare: functions.reduce((sum, { withPackagesShare }) => sum + withPackagesShare, 0),
  };
  const dear = functions.filter(({ withPackagesShare }) => withPackagesShare > PRINTED_ABOVE_SHARE);
  const lines = [...dear, all].map(
    ({ label, selfShare, withPackagesShare }) =>
      `${percent(selfShare).padStart(9)} ${percent(withPackagesShare).padStart(14)}  ${label}`,
  );
  process.stdout.write(`${[`${title}: ${note}`, '   itself  with packages', ...lines].join('\n')}\n`);
}

function writePage(platform: Platform, note: string, tree: CallTree, functions: readonly OwnFunction[]): void {
  const folder = join(__dirname, '../../results');
  mkdirSync(folder, { recursive: true });
  const title = `One HTTP request on ${platform}, Node ${process.versions.node}: metrics, decorators, 10 % sampling`;
  writeFileSync(join(folder, `flame-${platform}.html`), flamePage({ title, note, tree, functions }));
}

function judge(functions: readonly OwnFunction[]): boolean {
  const failing = unjustified(functions, justified);
  for (const { label, selfShare } of failing)
    process.stdout.write(
      `FAILED ${label} takes ${percent(selfShare)} of the request's CPU, more than ${percent(JUSTIFY_ABOVE_SHARE)}. ` +
        'Fix: make it cheaper, or name it with its reason in bench/profile/justified.ts\n',
    );
  return failing.length === 0;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

void main();
