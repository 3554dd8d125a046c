/**
 * Reads the environment into option values. No other room touches `process.env`.
 * A bad standard value is warned about and ignored, as OpenTelemetry asks; a bad value of our own stops the start.
 */
import { nearestName } from './did-you-mean.js';
import { emptyReading, fileValue, type LayerReading } from './option-problem.js';
import { ownVariable, type OptionRow } from './option-row.js';
import { environmentOnlyVariables, optionTable } from './option-table.js';
import { readSdkDisabled, readStandardVariable, readVariable, type Environment } from './otel-environment.js';
import type { EnvironmentClass } from './resolved-config.js';

export { readVariable, type Environment };

export interface EnvironmentReading extends LayerReading {
  readonly isOtelSdkDisabled: boolean;
  /** Which variable gave a value, by option path. */
  readonly variables: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
}

/** Values by option path, converted and checked. */
export function readEnvironment(env: Environment = process.env): EnvironmentReading {
  const reading = emptyReading();
  const variables = new Map<string, string>();
  // A variable that speaks for two options would warn twice; a set says it once.
  const warnings = new Set<string>(warnOfConfigFile(env));
  const disabled = readSdkDisabled(env);
  if (disabled.warning) warnings.add(disabled.warning);
  for (const row of optionTable) readRow(row, env, { reading, variables, warnings });
  for (const warning of warnOfUnreadNames(env)) warnings.add(warning);
  return { ...reading, isOtelSdkDisabled: disabled.isDisabled, variables, warnings: [...warnings] };
}

interface Collected {
  readonly reading: LayerReading;
  readonly variables: Map<string, string>;
  readonly warnings: Set<string>;
}

/** Takes the first variable of the row that gives a value; a refused one of our own ends the search too. */
function readRow(row: OptionRow, env: Environment, { reading, variables, warnings }: Collected): void {
  for (const name of row.env) {
    const text = readVariable(name, env);
    if (text === undefined) continue;
    if (name.startsWith('OTEL_')) readStandard(row, { name, text, env }, { reading, variables, warnings });
    else readOwn(row, { name, text }, { reading, variables });
    if (reading.values.has(row.path) || reading.refused.has(row.path)) return;
  }
}

function readStandard(
  row: OptionRow,
  { name, text, env }: { name: string; text: string; env: Environment },
  { reading, variables, warnings }: Collected,
): void {
  const { value, warning } = readStandardVariable(name, row.path, text, env);
  if (warning !== undefined) warnings.add(warning);
  if (value === undefined) return;
  reading.values.set(row.path, value);
  variables.set(row.path, name);
}

function readOwn(
  row: OptionRow,
  { name, text }: { name: string; text: string },
  { reading, variables }: Omit<Collected, 'warnings'>,
): void {
  variables.set(row.path, name);
  const { fromText, textExample } = row.type;
  const candidate = fromText?.(text);
  const isUnreadable = candidate === text && textExample !== undefined;
  const fix = isUnreadable ? { fix: `write e.g. ${textExample}` } : {};
  fileValue(reading, row, candidate, { namePlace: (path) => `${name} (${path})`, ...fix });
}

function warnOfConfigFile(env: Environment): string[] {
  const isSet = readVariable('OTEL_CONFIG_FILE', env) !== undefined;
  return isSet
    ? ['OTEL_CONFIG_FILE is not read; options come from OBSERVABILITY_CONFIG_FILE and the other variables.']
    : [];
}

const OWN_NAMES = new Map(optionTable.filter((row) => row.type.fromText).map((row) => [ownVariable(row.path), row]));
const READ_NAMES = new Set([
  ...optionTable.flatMap((row) => row.env),
  ...environmentOnlyVariables.map(({ name }) => name),
]);

/** A near miss is warned about; others may belong to somebody else, such as Kubernetes' `OBSERVABILITY_PORT`. */
function warnOfUnreadNames(env: Environment): string[] {
  const unread = Object.keys(env).filter((name) => name.startsWith('OBSERVABILITY_') && !READ_NAMES.has(name));
  return unread.flatMap((name) => {
    const instead = OWN_NAMES.get(name)?.env.join(' or ') ?? nearestName(name, READ_NAMES, 2);
    return instead === undefined ? [] : [`${name} is not read; did you mean ${instead}?`];
  });
}

const CLASS_OF_NAME: ReadonlyMap<string, EnvironmentClass> = new Map(
  Object.entries({
    prod: 'production',
    production: 'production',
    test: 'test',
    dev: 'development',
    development: 'development',
  }),
);

/** The class a name stands for, if it is a known one. */
export function classNamed(name: string | undefined): EnvironmentClass | undefined {
  return name === undefined ? undefined : CLASS_OF_NAME.get(name.trim().toLowerCase());
}

/** Production when one name says so, else test when one says so, else development. */
export function environmentClassOf(...names: readonly (string | undefined)[]): EnvironmentClass {
  const classes = new Set(names.map(classNamed));
  if (classes.has('production')) return 'production';
  return classes.has('test') ? 'test' : 'development';
}
