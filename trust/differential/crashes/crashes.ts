/** Processes that end, with the module and without: the same code, the same signal, the same words before it. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Trial } from '../../harness/trial.js';
import type { VariantName } from '../twins/variants.js';
import { crashKinds, type CrashKind } from './crash-kinds.js';
import type { CrashSettings } from './crash.program.js';

const PROGRAM = join(__dirname, 'crash.program.js');
const MAX_LIFE_MS = 180_000;
const ENDLESS = 'no end';

/** What a short run tries: the kinds that observing is most likely to change. */
const SHORT_KINDS: readonly CrashKind[] = ['a rejection nobody awaits, four levels deep', 'a rejection handled late'];

/** In a longer run every kind, with listeners of the application's as well; in a long one with less of the module, too. */
export async function tryCrashes(trial: Trial, endpoint: string): Promise<void> {
  const variants: readonly VariantName[] = trial.isLong ? ['everything', 'defaults', 'disabled'] : ['everything'];
  const listening = trial.isShort ? [false] : [false, true];
  const kinds = trial.isShort ? SHORT_KINDS : (Object.keys(crashKinds) as CrashKind[]);
  for (const kind of kinds) {
    for (const hasListeners of listening) await tryKind(trial, variants, { endpoint, kind, hasListeners });
  }
}

async function tryKind(
  trial: Trial,
  variants: readonly VariantName[],
  settings: Omit<CrashSettings, 'variant'>,
): Promise<void> {
  const [expected, ...ends] = await Promise.all(
    (['bare', ...variants] as const).map((variant) => endOf({ ...settings, variant })),
  );
  for (const [index, end] of ends.entries()) {
    const fact = `${settings.kind}: ${variants[index]} ends with ${end} instead of ${expected}`;
    trial.expect('differential.crashes', end === expected && end !== ENDLESS, fact, JSON.stringify(settings));
  }
}

/** Code, signal and what the application said. */
function endOf(settings: CrashSettings): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [PROGRAM, JSON.stringify(settings)],
      { timeout: MAX_LIFE_MS, maxBuffer: Infinity },
      (_error, stdout) => {
        const words = stdout.split('\n').filter((line) => line.startsWith('twin:'));
        resolve(child.killed ? ENDLESS : JSON.stringify([child.exitCode, child.signalCode, words]));
      },
    );
  });
}
