/** The effective configuration as rows, for pages and documentation: where each value came from, secrets hidden. */
import type { ConsolePage } from './console-page.options.js';
import { isRecord } from './option-type.js';
import type { OptionRow } from './option-row.js';
import { optionTable } from './option-table.js';
import type { ConfigOrigin, ResolvedConfig } from './resolved-config.js';
import { MASK, maskUserInfo } from './show-value.js';

export interface ConfigRow {
  /** The option's path: `metrics.path`. */
  readonly path: string;
  /** Plain data, ready for JSON; null where nothing is set. */
  readonly value: unknown;
  readonly origin: ConfigOrigin;
}

/** One row per option that took part; secrets, and passwords within URLs, are masked. */
export function describeConfig(config: ResolvedConfig): ConfigRow[] {
  return optionTable.filter(({ path }) => path !== 'configFile').map((row) => describeRow(row, config));
}

function describeRow(row: OptionRow, config: ResolvedConfig): ConfigRow {
  const value = valueAt(row.path, config);
  return {
    path: row.path,
    value: shownValue(row, value),
    origin: config.origins[row.path] ?? 'default',
  };
}

function shownValue({ path, isSecret }: OptionRow, value: unknown): unknown {
  if (isSecret) return maskWhole(value);
  if (path === 'consolePages') return (value as readonly ConsolePage[]).map(({ id }) => id);
  return path === 'plugins' ? namesOf(value) : toPlain(value);
}

function valueAt(path: string, config: ResolvedConfig): unknown {
  if (path === 'environment') return config.environment.name;
  const keys = path.split('.').map((key) => (key === 'enabled' ? 'isEnabled' : key));
  return keys.reduce<unknown>((place, key) => (isRecord(place) ? place[key] : undefined), config);
}

/** Names of headers help to find a mistake; what they carry does not leave the process. */
function maskWhole(value: unknown): unknown {
  if (value === undefined) return null;
  return isRecord(value) ? Object.fromEntries(Object.keys(value).map((key) => [key, MASK])) : MASK;
}

function toPlain(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return maskUserInfo(value);
  if (typeof value === 'function') return 'a function';
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return value.map(toPlain);
  return isRecord(value) ? recordToPlain(value) : value;
}

function recordToPlain(value: Record<string, unknown>): unknown {
  if (typeof value.write === 'function') return 'a stream';
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlain(item)]));
}

/** A plugin is code, which means nothing outside the process and may hold anything; its name does. */
function namesOf(plugins: unknown): unknown {
  return (plugins as readonly { readonly name: string }[]).map(({ name }) => name);
}
