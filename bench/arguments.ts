/** What the command line asks for. */
import { parseArgs } from 'node:util';
import { partNames, type PartName } from './part.js';
import { BUDGET_NODE_MAJOR } from './report/budgets.js';

export type Request =
  | { readonly ask: 'help' }
  | { readonly ask: 'report' }
  | ({ readonly ask: 'compare' } & Comparison)
  | ({ readonly ask: 'measure' } & Measurement);

export interface Measurement {
  readonly parts: readonly PartName[];
  readonly nodeMajors: readonly number[];
  readonly isShort: boolean;
  /** Whether the figures are added to the trend. */
  readonly isRecorded: boolean;
}

export interface Comparison {
  /** Git revisions, folders that hold a build, or `.` for the work tree. */
  readonly a: string;
  readonly b: string;
  readonly parts: readonly PartName[];
  readonly nodeMajor: number;
  readonly isShort: boolean;
}

const COMPARED_PARTS: readonly PartName[] = ['requests', 'calls'];

export const usage = `Usage: npm run bench -- [options] [part …]
Parts: ${partNames.join(', ')}; all of them by default.
  --node 20,24     the Node majors to measure on; by default the one that runs this and ${BUDGET_NODE_MAJOR}, which the budgets are for
  --short          few pairs; fails on a gross regression only, writes no results
  --record         adds the figures to the trend
  --report         makes the page of plots again from results that are there
  --compare A B    two builds side by side, on one Node; parts may follow, by default ${COMPARED_PARTS.join(' and ')}.
                   A and B are git revisions, folders that hold package.json and dist/, or . for the work tree
`;

const options = {
  help: { type: 'boolean', short: 'h', default: false },
  node: { type: 'string' },
  short: { type: 'boolean', default: false },
  record: { type: 'boolean', default: false },
  report: { type: 'boolean', default: false },
  compare: { type: 'boolean', default: false },
} as const;

/** @throws Error that says what is wrong and what the choices are */
export function readArguments(args: readonly string[], ownMajor = Number.parseInt(process.versions.node)): Request {
  const { values, positionals } = parse(args);
  if (values.help) return { ask: 'help' };
  if (values.report) return { ask: 'report' };
  const nodeMajors = readMajors(values.node);
  if (values.compare) return readComparison(positionals, nodeMajors, values.short);
  if (values.short && values.record) throw wrong('--record wants a full run: a short one would mislead the trend.');
  return {
    ask: 'measure',
    parts: readParts(positionals) ?? partNames,
    nodeMajors: nodeMajors ?? [...new Set([BUDGET_NODE_MAJOR, ownMajor])],
    isShort: values.short,
    isRecorded: values.record,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw wrong((error as Error).message);
  }
}

function readComparison(
  [a, b, ...parts]: readonly string[],
  [nodeMajor, ...others]: readonly number[] = [BUDGET_NODE_MAJOR],
  isShort: boolean,
): Request {
  if (a === undefined || b === undefined) throw wrong('--compare wants two builds.');
  if (others.length > 0) throw wrong('--compare wants one Node.');
  return { ask: 'compare', a, b, parts: readParts(parts) ?? COMPARED_PARTS, nodeMajor: nodeMajor!, isShort };
}

/** In their order of measurement; undefined when none is named. */
function readParts(names: readonly string[]): readonly PartName[] | undefined {
  const unknown = names.find((name) => !partNames.includes(name as PartName));
  if (unknown !== undefined) throw wrong(`There is no part '${unknown}'.`);
  return names.length === 0 ? undefined : partNames.filter((name) => names.includes(name));
}

function readMajors(list: string | undefined): readonly number[] | undefined {
  if (list === undefined) return undefined;
  if (!/^\d+(,\d+)*$/.test(list)) throw wrong(`--node wants majors such as 20,24, got '${list}'.`);
  return [...new Set(list.split(',').map(Number))];
}

function wrong(fact: string): Error {
  return new Error(`${fact}\n${usage}`);
}
