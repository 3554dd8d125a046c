/** One line per recorded run and Node, to see costs move from change to change: `results/trend.jsonl`. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from '../part.js';

export interface RecordedRun {
  /** ISO date and time. */
  readonly date: string;
  readonly commit: string;
  readonly node: string;
  /** Each figure's value by its id. */
  readonly values: Readonly<Record<string, number>>;
}

export function readTrend(folder: string): RecordedRun[] {
  const file = trendFile(folder);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as RecordedRun);
}

export function recordRun(folder: string, run: Omit<RecordedRun, 'values'>, figures: readonly Figure[]): void {
  const values = Object.fromEntries(figures.map(({ id, value }) => [id, Number(value.toPrecision(5))]));
  mkdirSync(folder, { recursive: true });
  appendFileSync(trendFile(folder), `${JSON.stringify({ ...run, values })}\n`);
}

function trendFile(folder: string): string {
  return join(folder, 'trend.jsonl');
}
