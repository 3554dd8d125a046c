/** Long runs, kept by part: docs/28-trust.md has their figures from here. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { partNames, type Account, type PartName } from '../part.js';

export interface PartResults {
  /** `2026-11-22` */
  readonly date: string;
  readonly machine: string;
  readonly seed: number;
  /** From the start of its process to its end. */
  readonly minutes: number;
  readonly accounts: readonly Account[];
}

/** Hours make it likely that one part is run again, or later: each has its own date. */
export type Results = { readonly [Name in PartName]?: PartResults };

export function readResults(file: string): Results {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {};
}

/** @param file such as trust/results/long.json; the other parts stay as they are */
export function writeResults(file: string, part: PartName, run: Pick<PartResults, 'seed' | 'minutes' | 'accounts'>) {
  const results: Results = { ...readResults(file), [part]: { date: today(), machine: machine(), ...run } };
  const inOrder = partNames.flatMap((name) => (results[name] === undefined ? [] : [[name, results[name]]]));
  mkdirSync(join(file, '..'), { recursive: true });
  // Stacks of findings name the checkout, which is nobody's business.
  const text = JSON.stringify(Object.fromEntries(inOrder), null, 2).replaceAll(`${join(file, '../../..')}/`, '');
  writeFileSync(file, `${text}\n`);
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function machine(): string {
  const cores = cpus();
  return `${cores.length} × ${cores[0]!.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
}
