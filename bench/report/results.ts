/**
 * What was measured on one Node, as it is kept: `results/node24.json`. Each part carries its own date and commit, since parts
 * are also measured alone.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { partNames, type Figure, type PartName } from '../part.js';
import type { Measured } from './budget-table.js';
import type { Conditions } from './conditions.js';

export const SCHEMA_VERSION = 1;

export interface PartResult {
  readonly part: PartName;
  /** Short revision, `+` behind it when the work tree differed. */
  readonly commit: string;
  /** ISO date and time of its end. */
  readonly measuredAt: string;
  readonly method?: string;
  readonly figures: readonly Figure[];
}

export interface Results {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly conditions: Conditions;
  readonly parts: readonly PartResult[];
}

/** Every Node's results, the newest Node first. */
export function readAllResults(folder: string): Results[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => /^node\d+\.json$/.test(name));
  return files
    .map((name) => readResults(join(folder, name)))
    .toSorted((a, b) => majorOf(b.conditions) - majorOf(a.conditions));
}

/** Adds a part, or replaces what an earlier run measured of it. */
export function keepPart(folder: string, conditions: Conditions, result: PartResult): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `node${majorOf(conditions)}.json`);
  const kept = existsSync(file) ? readResults(file) : undefined;
  writeFileSync(file, serialized(withPart(kept, conditions, rounded(result))));
}

/** Samples on one line: a changed figure is then a few changed lines. */
function serialized(results: Results): string {
  const lines = JSON.stringify(results, null, 1);
  return `${lines.replace(/\[\s+(-?[\d.][^[\]]*?)\s+\]/g, (_, numbers: string) => `[${numbers.replace(/\s+/g, ' ')}]`)}\n`;
}

/** Figures of another machine or of other versions do not stand beside new ones: the results begin anew. */
export function withPart(kept: Results | undefined, conditions: Conditions, result: PartResult): Results {
  const earlier = isDeepStrictEqual(kept?.conditions, conditions) ? kept!.parts : [];
  const parts = [...earlier.filter(({ part }) => part !== result.part), result];
  parts.sort((a, b) => partNames.indexOf(a.part) - partNames.indexOf(b.part));
  return { schemaVersion: SCHEMA_VERSION, conditions, parts };
}

/** The form that tables and charts read. */
export function measuredOf({ conditions, parts }: Results): Measured {
  const figures = parts.flatMap((result) => result.figures);
  return { nodeMajor: majorOf(conditions), figures: new Map(figures.map((figure) => [figure.id, figure])) };
}

function majorOf({ node }: Conditions): number {
  return Number.parseInt(node);
}

/** @throws Error when another version of the benchmark wrote it */
function readResults(file: string): Results {
  const results = JSON.parse(readFileSync(file, 'utf8')) as Results;
  if (results.schemaVersion === SCHEMA_VERSION) return results;
  throw new Error(
    `${file} has schema ${results.schemaVersion}, not ${SCHEMA_VERSION}. Fix: remove it and measure again.`,
  );
}

/** Five digits say more than any of these measurements knows. */
function rounded(result: PartResult): PartResult {
  const round = (value: number): number => Number(value.toPrecision(5));
  const figures = result.figures.map((figure) => ({
    ...figure,
    value: round(figure.value),
    samples: figure.samples.map(round),
  }));
  return { ...result, figures };
}
