/** A long run, kept: docs/28-trust.md has its figures from here. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Account } from '../part.js';

export interface Results {
  /** `2026-11-22` */
  readonly date: string;
  readonly machine: string;
  readonly seed: number;
  readonly accounts: readonly Account[];
}

export function writeResults(folder: string, accounts: readonly Account[], seed: number): void {
  const results: Results = { date: new Date().toISOString().slice(0, 10), machine: machine(), seed, accounts };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'long.json'), `${JSON.stringify(results, null, 2)}\n`);
}

function machine(): string {
  const cores = cpus();
  return `${cores.length} × ${cores[0]!.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
}
