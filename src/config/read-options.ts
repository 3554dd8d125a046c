/** Walks an object of options, from code or from a file, and checks every leaf against the option table. */
import type { Problem } from '../kernel/index.js';
import { nearestName } from './did-you-mean.js';
import { emptyReading, fileValue, type LayerReading, type NamePlace } from './option-problem.js';
import type { OptionRow } from './option-row.js';
import { optionTable } from './option-table.js';
import { isRecord } from './option-type.js';
import { showValue } from './show-value.js';

type OptionTree = Map<string, OptionRow | OptionTree>;

const TREE = growTree(optionTable);

/** Reads what was given to `forRoot()`. */
export function readCodeOptions(options: unknown): LayerReading {
  const reading = emptyReading();
  readSection(options, { tree: TREE, path: '', reading, namePlace: (path) => path || 'options', isFile: false });
  return reading;
}

/** Reads the content of a configuration file. */
export function readFileOptions(content: unknown, fileName: string): LayerReading {
  const reading = emptyReading();
  const namePlace: NamePlace = (path) => (path ? `${path} in ${fileName}` : fileName);
  // A file, or a section of it, in which everything is commented out is empty, not wrong.
  readSection(content ?? {}, { tree: TREE, path: '', reading, namePlace, isFile: true });
  return reading;
}

interface Section {
  readonly tree: OptionTree;
  readonly path: string;
  readonly reading: LayerReading;
  readonly namePlace: NamePlace;
  readonly isFile: boolean;
}

function readSection(given: unknown, section: Section): void {
  if (!isRecord(given)) {
    section.reading.problems.push(notASection(given, section));
    return;
  }
  for (const [key, value] of Object.entries(given)) if (value !== undefined) readEntry(key, value, section);
}

function readEntry(key: string, value: unknown, section: Section): void {
  const branch = section.tree.get(key);
  const path = join(section.path, key);
  if (branch === undefined) section.reading.problems.push(unknownOption(key, section));
  else if (branch instanceof Map)
    readSection(section.isFile ? (value ?? {}) : value, { ...section, tree: branch, path });
  else readLeaf(branch, value, section);
}

function readLeaf(row: OptionRow, value: unknown, section: Section): void {
  if (!section.isFile) return fileValue(section.reading, row, value, section);
  if (row.path === 'configFile' || !row.type.fromText) section.reading.problems.push(notForFiles(row, section));
  else fileValue(section.reading, row, value, section);
}

function notASection(given: unknown, { tree, path, namePlace }: Section): Problem {
  const isSwitch = typeof given === 'boolean' && tree.has('enabled');
  const example = isSwitch ? `{ enabled: ${given} }` : `{ ${tree.keys().next().value}: … }`;
  return {
    code: 'OBS_ERR_OPTION_INVALID',
    fact: `${namePlace(path)} must be an object of options`,
    got: showValue(given),
    fix: `write e.g. ${path ? `${path}: ` : ''}${example}`,
  };
}

function notForFiles(row: OptionRow, { namePlace }: Section): Problem {
  const canBeText = row.type.fromText !== undefined;
  return {
    code: 'OBS_ERR_OPTION_INVALID',
    fact: `${namePlace(row.path)} cannot be said in a file${canBeText ? '' : `, since it is a ${row.type.name}`}`,
    fix: `remove it there and set it in code${canBeText ? ' or in the environment' : ''}`,
  };
}

function unknownOption(key: string, { tree, path, namePlace }: Section): Problem {
  const near = nearestName(key, tree.keys());
  const meant = near ? join(path, near) : leafElsewhere(key);
  return {
    code: 'OBS_ERR_OPTION_UNKNOWN',
    fact: `${namePlace(join(path, key))} is not an option`,
    fix: meant ? `rename it (did you mean ${meant}?)` : `remove it, or use one of ${[...tree.keys()].join(', ')}`,
  };
}

/** `port` at the top was meant for `metrics.port`. */
function leafElsewhere(key: string): string | undefined {
  return optionTable.find((row) => row.path.endsWith(`.${key}`) && key !== 'enabled')?.path;
}

function growTree(rows: readonly OptionRow[]): OptionTree {
  const root: OptionTree = new Map();
  for (const row of rows) {
    const keys = row.path.split('.');
    const leaf = keys.pop() ?? '';
    keys.reduce(branchOf, root).set(leaf, row);
  }
  return root;
}

function branchOf(tree: OptionTree, key: string): OptionTree {
  const known = tree.get(key);
  if (known instanceof Map) return known;
  const branch: OptionTree = new Map();
  tree.set(key, branch);
  return branch;
}

function join(path: string, key: string): string {
  return path ? `${path}.${key}` : key;
}
