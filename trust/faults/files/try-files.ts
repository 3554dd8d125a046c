/** Files that cannot be written: the application starts, answers and closes all the same, and says what it has lost. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ObservabilityOptions } from 'nestjs-observability';
import type { Trial } from '../../harness/trial.js';
import { routes } from '../routes.js';
import { closed } from '../subject/closing.js';
import { platforms, Subject } from '../subject/subject.js';
import type { UnhandledErrors } from '../subject/unhandled.js';

const ATTACK_CLASS = 'faults.files';

interface BadFile {
  readonly fact: string;
  readonly pathIn: (folder: string) => string;
  /** The audit trail opens its file at the start, and refuses what it cannot open there. */
  readonly isOpened?: true;
}

/** Rights are none of it: the superuser has all of them. */
const badFiles: readonly BadFile[] = [
  { fact: 'is on a disk that is full', pathIn: () => '/dev/full', isOpened: true },
  { fact: 'is below what is no folder', pathIn: () => '/dev/null/telemetry.jsonl' },
  { fact: 'is where nothing can be made', pathIn: () => '/proc/telemetry.jsonl' },
  { fact: 'is a folder', pathIn: (folder) => folder },
  { fact: 'has a name that is too long', pathIn: (folder) => join(folder, 'n'.repeat(5_000)) },
];

const optionsOf = {
  file: (path: string): ObservabilityOptions => ({ exporters: [{ type: 'file', path, scheduleDelayMs: 20 }] }),
  audit: (path: string): ObservabilityOptions => ({ audit: { destination: path } }),
} as const;

export async function tryFiles(trial: Trial, unhandled: UnhandledErrors): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'trust-faults-'));
  for (const [index, { fact, pathIn, isOpened }] of badFiles.entries())
    for (const signal of isOpened ? (['file', 'audit'] as const) : (['file'] as const)) {
      const suffered = await sufferedBy(signal, optionsOf[signal](pathIn(folder)), index);
      const all = [...suffered, ...new Set(unhandled.take())];
      const title = `the path of ${signal} that ${fact}`;
      trial.expect(ATTACK_CLASS, all.length === 0, `${title}: ${all.join('; ')}`, `--seed ${trial.seed}`);
    }
  rmSync(folder, { recursive: true, force: true });
}

async function sufferedBy(signal: string, options: ObservabilityOptions, index: number): Promise<readonly string[]> {
  const subject = await Subject.start({
    platform: platforms[index % platforms.length]!,
    boundaries: [routes],
    observability: { ...options, shutdown: { flushTimeoutMs: 200, drainTimeoutMs: 0 } },
  });
  const answers = [await subject.ask('/observed/lamp'), await subject.ask('/hello/ann')];
  const end = await closed(() => subject.close());
  const losses = [...subject.losses().keys()];
  return [
    ...answers.filter(({ status }) => status !== 200).map(({ request, body }) => `${request} got ${body}`),
    ...(end.isClosed ? [] : ['it did not close']),
    ...(losses.some((name) => name.startsWith(`${signal}/`)) ? [] : [`no loss was counted, but ${losses.join(', ')}`]),
  ];
}
