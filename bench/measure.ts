/** One run of the benchmark: part after part on Node after Node; each figure is told as it comes, each part kept when it is over. */
import { join } from 'node:path';
import type { Measurement } from './arguments.js';
import { locateNode } from './nodes.js';
import type { Figure, PartName } from './part.js';
import { parts } from './parts.js';
import { readCommit, readConditions, type Conditions } from './report/conditions.js';
import { figureLine } from './report/figure-line.js';
import { keepPart, measuredOf, readAllResults } from './report/results.js';
import { recordRun } from './report/trend.js';
import { failuresOf } from './report/verdict.js';

/** What the run on one Node came to. */
export interface NodeRun {
  readonly nodeMajor: number;
  readonly figures: ReadonlyMap<string, Figure>;
  /** Why it fails, a sentence each. */
  readonly failures: readonly string[];
}

/** @param benchFolder holds package.json and results */
export async function measure(wanted: Measurement, benchFolder: string): Promise<NodeRun[]> {
  // Located before anything is measured: what is missing is told at once.
  const places = wanted.nodeMajors.map((major) => placeOf(major, benchFolder));
  const runs: NodeRun[] = [];
  for (const place of places) runs.push(await measureOn(place, wanted));
  return runs;
}

/** Where figures come from, and where they go. */
interface Place {
  readonly nodeMajor: number;
  readonly execPath: string;
  readonly conditions: Conditions;
  readonly commit: string;
  readonly resultsFolder: string;
}

function placeOf(nodeMajor: number, benchFolder: string): Place {
  const execPath = locateNode(nodeMajor);
  return {
    nodeMajor,
    execPath,
    conditions: readConditions(execPath, benchFolder),
    commit: readCommit(benchFolder),
    resultsFolder: join(benchFolder, 'results'),
  };
}

async function measureOn(place: Place, wanted: Measurement): Promise<NodeRun> {
  const { nodeMajor } = place;
  process.stdout.write(`\nNode ${place.conditions.node}\n`);
  const outcomes: Outcome[] = [];
  for (const part of wanted.parts)
    outcomes.push(wanted.isShort ? await measureShort(part, place) : await measurePart(part, place, false));
  const figures = outcomes.flatMap((outcome) => outcome.figures);
  if (wanted.isRecorded) record(place, figures);
  const run = { nodeMajor, figures: new Map(figures.map((figure) => [figure.id, figure])) };
  const broken = outcomes.map(({ error }) => error).filter((error) => error !== undefined);
  return { ...run, failures: [...broken, ...failuresOf({ ...wanted, ...run, recorded: recordedOn(place) })] };
}

function recordedOn({ nodeMajor, resultsFolder }: Place): ReadonlyMap<string, number> {
  const recorded = readAllResults(resultsFolder)
    .map(measuredOf)
    .find((measured) => measured.nodeMajor === nodeMajor);
  return new Map([...(recorded?.figures.values() ?? [])].map(({ id, value }) => [id, value]));
}

interface Outcome {
  readonly figures: readonly Figure[];
  /** What ended the part early; the others are measured all the same. */
  readonly error?: string;
}

/** How often a gross regression has to show before it is believed: a machine that others share may be busy for a minute. */
const LOOKS = 3;

async function measureShort(name: PartName, place: Place): Promise<Outcome> {
  let outcome = await measurePart(name, place, true);
  for (let look = 1; look < LOOKS && isSuspect(name, place, outcome); look++) {
    process.stdout.write(`${name}: looks like a gross regression, so it is measured again\n`);
    outcome = lower(outcome, await measurePart(name, place, true));
  }
  return outcome;
}

function isSuspect(name: PartName, place: Place, { figures }: Outcome): boolean {
  const measured = new Map(figures.map((figure) => [figure.id, figure]));
  const run = { nodeMajor: place.nodeMajor, isShort: true, parts: [name], figures: measured };
  return failuresOf({ ...run, recorded: recordedOn(place) }).length > 0;
}

/** Of each figure the lower one: noise adds cost and takes none away. */
function lower(first: Outcome, second: Outcome): Outcome {
  const again = new Map(second.figures.map((figure) => [figure.id, figure]));
  const figures = first.figures.map((figure) => {
    const other = again.get(figure.id);
    return other !== undefined && other.value < figure.value ? other : figure;
  });
  return { ...second, ...first, figures };
}

async function measurePart(name: PartName, place: Place, isShort: boolean): Promise<Outcome> {
  const figures: Figure[] = [];
  try {
    for await (const figure of parts[name].measure({ isShort, execPath: place.execPath })) {
      process.stdout.write(`${figureLine(figure)}\n`);
      figures.push(figure);
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).stack}\n`);
    return { figures, error: `${name} ended early: ${(error as Error).message}` };
  }
  if (!isShort) keep(name, place, figures);
  return { figures };
}

function keep(part: PartName, { resultsFolder, conditions, commit }: Place, figures: readonly Figure[]): void {
  const { method } = parts[part];
  const measuredAt = new Date().toISOString();
  keepPart(resultsFolder, conditions, { part, commit, measuredAt, ...(method !== undefined && { method }), figures });
}

function record({ resultsFolder, conditions, commit }: Place, figures: readonly Figure[]): void {
  recordRun(resultsFolder, { date: new Date().toISOString(), commit, node: conditions.node }, figures);
}
