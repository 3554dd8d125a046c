/** One option as data: what it takes, what it is when nobody says anything, and where it may be said. */
import type { OptionType } from './option-type.js';
import type { EnvironmentClass } from './resolved-config.js';

/** What a default may depend on. */
export interface DefaultContext {
  readonly environmentClass: EnvironmentClass;
  /** Whether a person reads standard output. */
  readonly isTerminal: boolean;
  /** NODE_ENV, or the environment class where it says nothing. */
  readonly environmentName: string;
  /** From the application's package.json. */
  readonly application: { readonly name: string; readonly version: string };
  /** Of that file; undefined where there is none. */
  readonly applicationFolder: string | undefined;
  /** The settled value of another option. */
  readonly valueOf: (path: string) => unknown;
  /** Whether code, environment or file said something about it. */
  readonly isSaid: (path: string) => boolean;
}

export interface OptionRow {
  /** Dotted place in the options: `metrics.path`. */
  readonly path: string;
  readonly type: OptionType;
  readonly defaultFor: (context: DefaultContext) => unknown;
  /** The default in words, for the reference tables. */
  readonly defaultText: string;
  /** Environment variables, the first that is set wins; empty for what exists in code only. */
  readonly env: readonly string[];
  /** One sentence. */
  readonly description: string;
  /** Never shown in messages, tables or pages. */
  readonly isSecret: boolean;
}

/** A row as it is written down; the rest of it follows. */
export interface RowDraft extends Pick<OptionRow, 'path' | 'type' | 'description'> {
  /** The default; a function when it depends on something, and then with `defaultText`. */
  readonly default?: unknown;
  readonly defaultText?: string;
  /** Only where it is not `OBSERVABILITY_<PATH>`. */
  readonly env?: readonly string[];
  readonly isSecret?: boolean;
}

export function completeRow(draft: RowDraft): OptionRow {
  const { path: optionPath, type, description, default: given, isSecret = false } = draft;
  return {
    path: optionPath,
    type,
    defaultFor: typeof given === 'function' ? (given as OptionRow['defaultFor']) : () => given,
    defaultText: draft.defaultText ?? describeDefault(given),
    env: draft.env ?? (type.fromText ? [ownVariable(optionPath)] : []),
    description,
    isSecret,
  };
}

/** `metrics.maxSeries` → `OBSERVABILITY_METRICS_MAX_SERIES`. */
export function ownVariable(optionPath: string): string {
  const snake = optionPath.replaceAll('.', '_').replace(/[A-Z]/g, (letter) => `_${letter}`);
  return `OBSERVABILITY_${snake.toUpperCase()}`;
}

function describeDefault(given: unknown): string {
  if (given === undefined) return 'none';
  return typeof given === 'string' ? `'${given}'` : JSON.stringify(given);
}
