/** Options, from variables, files and code: taken as something that works, or refused with a code and a fix, all at once. */
import { anything, constantFrom, jsonValue, oneof, sample, string, type Arbitrary } from 'fast-check';
import { built } from '../built.js';
import { headerSettings, pathSettings, settings } from '../corpus/settings.js';
import type { Chance } from '../inputs/chance.js';
import { wrongSetting } from '../oracles/settings.js';
import { difference, shown, type Target } from '../target.js';

interface Row {
  readonly path: string;
  readonly env: readonly string[];
  readonly type: {
    readonly name: string;
    readonly fromText?: (text: string) => unknown;
    readonly check: (candidate: unknown) => { readonly value?: unknown; readonly complaints?: readonly object[] };
  };
}
interface Problem {
  readonly code: string;
  readonly fact: string;
  readonly fix: string;
}
interface Reading {
  readonly problems: readonly Problem[];
}

const { optionTable } = built<{ optionTable: readonly Row[] }>('config/option-table.js');
const { resolveConfig } = built<{ resolveConfig(options: object, sources: object): object }>(
  'config/resolve-config.js',
);
const { readFileOptions } = built<{ readFileOptions(content: unknown, name: string): Reading }>(
  'config/read-options.js',
);
const { ObservabilityError, observabilityErrorCodes } = built<{
  ObservabilityError: new (...args: never) => Error & Reading & { readonly code: string };
  observabilityErrorCodes: object;
}>('kernel/observability-error.js');

const VARIABLES = optionTable.flatMap(({ env }) => env);
const TYPED = optionTable.filter(({ type }) => type.fromText !== undefined);
const KINDS = [...new Set(TYPED.map(kindOf))];

/** Records of headers are sent over HTTP and as metadata of gRPC; others only look like them. */
function kindOf({ path, type }: Row): string {
  return path.endsWith('.headers') && type.name === 'record of strings' ? 'record of headers' : type.name;
}

/** One option alone. */
function checkText(input: string, chance: Chance): string | undefined {
  return checkKind(chance.pick(KINDS), input, chance);
}

function checkKind(kind: string, input: string, chance: Chance): string | undefined {
  const row = chance.pick(TYPED.filter((one) => kindOf(one) === kind));
  return checkVerdict(row, row.type.fromText!(input));
}

function checkVerdict(row: Row, candidate: unknown): string | undefined {
  const { path, type } = row;
  const { value, complaints } = type.check(candidate);
  if (complaints !== undefined) return difference(`complaints about ${path}`, complaints.every(isComplete), true);
  const wrong = wrongSetting(kindOf(row), value);
  return wrong === undefined ? undefined : `${path} takes ${shown(value)}: ${wrong}`;
}

function isComplete(complaint: object): boolean {
  const { fact, fix } = complaint as Problem;
  return [fact, fix].every((text) => typeof text === 'string' && text !== '');
}

/** Some variables of the whole environment. */
function checkEnvironment(input: string, chance: Chance): string | undefined {
  const names = Array.from({ length: 1 + chance.below(3) }, () => chance.pick(VARIABLES));
  const env = Object.fromEntries(names.map((name) => [name, chance.oneIn(3) ? chance.pick(settings) : input]));
  // A file is another target, and reading one that is not there says so.
  delete env['OBSERVABILITY_CONFIG_FILE'];
  return resolved({}, env);
}

const anyValue = anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  key: oneof(string(), constantFrom('__proto__', 'constructor', 'route', 'ratio', 'name', 'enabled', 'access')),
});

/** A value of any kind where an option stands. */
function checkCode(input: string, chance: Chance): string | undefined {
  const value = chance.oneIn(3) ? input : sampled(anyValue, chance);
  const row = chance.pick(optionTable);
  return checkVerdict(row, value) ?? resolved(nested(row.path.split('.'), value), {});
}

/** A file's content, as its parser gives it. */
function checkFile(input: string, chance: Chance): string | undefined {
  const content = sampled(jsonValue(), chance);
  const path = chance.pick(optionTable).path.split('.');
  const { problems } = readFileOptions(
    chance.oneIn(4) ? content : nested(path, chance.oneIn(2) ? input : content),
    'observability.json',
  );
  return incomplete(problems);
}

function sampled<T>(arbitrary: Arbitrary<T>, chance: Chance): T {
  return sample(arbitrary, { seed: chance.below(2 ** 31), numRuns: 1 })[0]!;
}

function nested([first = '', ...rest]: readonly string[], value: unknown): object {
  return { [first]: rest.length === 0 ? value : nested(rest, value) };
}

const SURROUNDINGS = { cwd: __dirname, mainScript: __filename, isTerminal: false };

function resolved(options: object, env: object): string | undefined {
  try {
    const config = resolveConfig(options, { ...SURROUNDINGS, env });
    return difference('a frozen configuration', Object.isFrozen(config), true);
  } catch (error) {
    if (!(error instanceof ObservabilityError)) throw error;
    return incomplete(error.problems);
  }
}

function incomplete(problems: readonly Problem[]): string | undefined {
  const bad = problems.find((problem) => !isComplete(problem) || !Object.hasOwn(observabilityErrorCodes, problem.code));
  return bad === undefined ? undefined : `there is no code, fact or fix in ${shown(bad)}`;
}

export const configurationTargets: readonly Target[] = [
  { name: 'options', corpus: settings, check: checkText },
  {
    name: 'option-headers',
    corpus: headerSettings,
    check: (input, chance) => checkKind('record of headers', input, chance),
  },
  { name: 'option-paths', corpus: pathSettings, check: (input, chance) => checkKind('path', input, chance) },
  { name: 'environment', corpus: settings, check: checkEnvironment },
  { name: 'options-in-code', corpus: settings, check: checkCode },
  { name: 'options-in-files', corpus: settings, check: checkFile },
];
