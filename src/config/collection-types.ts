/** Types of options that hold lists and records. Their text is `a,b`, `key=value,key=value`, or JSON. */
import { nearestName } from './did-you-mean.js';
import { fromJson, isRecord, judge, refuse, type Complaint, type OptionType, type Verdict } from './option-type.js';
import { isHeaderName, isHttpUrl, numberFromText } from './scalar-types.js';

export const stringList: OptionType = {
  name: 'list of strings',
  fromText: listFromText,
  check: (candidate) =>
    isListOf(candidate, isFilledString)
      ? judge([...candidate], [])
      : refuse('must be a list of non-empty strings', "write e.g. ['a', 'b']"),
};

/** Lower case, as Node names headers. */
export const headerNames: OptionType = {
  name: 'list of header names',
  fromText: listFromText,
  check: (candidate) =>
    isListOf(candidate, isFilledString) && candidate.every(isHeaderName)
      ? judge(
          candidate.map((name) => name.toLowerCase()),
          [],
        )
      : refuse('must be a list of header names', "write e.g. ['content-type', 'user-agent']"),
};

/** Upper bounds of a histogram: finite, above zero, each larger than the one before. */
export const ascendingBounds: OptionType = {
  name: 'ascending list of numbers',
  fromText: (given) => mapList(listFromText(given), numberFromText),
  check: (candidate) => {
    if (!isListOf(candidate, isBound) || candidate.length === 0)
      return refuse('must be a list of finite numbers above 0', 'write e.g. [0.05, 0.1, 0.5]');
    const sorted = [...new Set(candidate)].toSorted((left, right) => left - right);
    const isAscending = sorted.length === candidate.length && sorted.every((bound, at) => bound === candidate[at]);
    return isAscending ? judge(sorted, []) : refuse('must ascend', `sort them, e.g. [${sorted.join(', ')}]`);
  },
};

/** Regular expressions; a file or variable writes their source, or `/source/flags`. */
export const patternList: OptionType = {
  name: 'list of regular expressions',
  // One pattern is taken as it stands, since a comma is part of many patterns.
  fromText: (given) => (given.startsWith('[') ? fromJson(given) : [given]),
  check: (candidate) => {
    if (!Array.isArray(candidate)) return refuse('must be a list of regular expressions', 'write e.g. [/sk-[a-z]+/]');
    const patterns = candidate.map(compilePattern);
    return judge(
      patterns,
      patterns.flatMap((pattern, at) => (pattern ? [] : [badPattern(candidate, at)])),
    );
  },
};

function compilePattern(source: unknown): RegExp | undefined {
  if (source instanceof RegExp) return source;
  if (!isFilledString(source)) return undefined;
  const [, body = source, flags = ''] = /^\/(.+)\/([a-z]*)$/s.exec(source) ?? [];
  try {
    return new RegExp(body, flags);
  } catch {
    return undefined;
  }
}

function badPattern(patterns: readonly unknown[], at: number): Complaint {
  return {
    at: `[${at}]`,
    fact: 'must be a regular expression',
    got: patterns[at],
    fix: 'write e.g. /sk-[a-z]+/ in code, or "sk-[a-z]+" elsewhere',
  };
}

/** Route and ratio pairs; as text `/orders/:id=0.5,/internal/*=0`. */
export const samplingRules: OptionType = {
  name: 'list of { route, ratio }',
  fromText: (given) => (given.startsWith('[') ? fromJson(given) : mapList(splitList(given), ruleFromText)),
  check: (candidate) => {
    if (!Array.isArray(candidate))
      return refuse('must be a list of rules', "write e.g. [{ route: '/orders/:id', ratio: 0.5 }]");
    return judge(candidate.map(copyRule), candidate.flatMap(checkRule));
  },
};

function ruleFromText(given: string): unknown {
  const split = given.lastIndexOf('=');
  return split < 0
    ? given
    : { route: given.slice(0, split).trim(), ratio: numberFromText(given.slice(split + 1).trim()) };
}

function copyRule(rule: unknown): unknown {
  return isRecord(rule) ? { route: rule.route, ratio: rule.ratio } : undefined;
}

function checkRule(rule: unknown, at: number): Complaint[] {
  if (!isRecord(rule))
    return [
      { at: `[${at}]`, fact: 'must be a rule', got: rule, fix: "write e.g. { route: '/orders/:id', ratio: 0.5 }" },
    ];
  return [
    ...Object.keys(rule).flatMap((key) => unknownRuleKey(key, at)),
    ...(isRoute(rule.route) ? [] : [badRoute(rule.route, at)]),
    ...(isRatio(rule.ratio) ? [] : [badRatio(rule.ratio, at)]),
  ];
}

const RULE_KEYS = ['route', 'ratio'];

function unknownRuleKey(key: string, at: number): Complaint[] {
  if (RULE_KEYS.includes(key)) return [];
  const near = nearestName(key, RULE_KEYS);
  const fix = near ? `rename it (did you mean ${near}?)` : `use ${RULE_KEYS.join(' and ')}`;
  return [{ at: `[${at}].${key}`, fact: 'is not an option', fix, code: 'OBS_ERR_OPTION_UNKNOWN' }];
}

function badRoute(route: unknown, at: number): Complaint {
  return {
    at: `[${at}].route`,
    fact: "must start with '/'",
    got: route,
    fix: "write e.g. '/orders/:id' or '/internal/*'",
  };
}

function badRatio(ratio: unknown, at: number): Complaint {
  return { at: `[${at}].ratio`, fact: 'must be a number from 0 to 1', got: ratio, fix: 'write e.g. 0.5' };
}

interface EntryRules {
  readonly name: string;
  readonly example: string;
  readonly textExample: string;
  readonly isValue: (value: unknown) => boolean;
  readonly valueMust: string;
  readonly complainAboutKey?: (key: string) => Omit<Complaint, 'at' | 'got'> | undefined;
  readonly valueFromText?: (text: string) => unknown;
}

function recordOf(rules: EntryRules): OptionType {
  return {
    name: rules.name,
    textExample: rules.textExample,
    fromText: (given) => recordFromText(given, rules.valueFromText ?? ((value) => value)),
    check: (candidate): Verdict => {
      if (!isRecord(candidate)) return refuse('must be an object of names and values', `write e.g. ${rules.example}`);
      const complaints = Object.entries(candidate).flatMap(([key, value]) => checkEntry(rules, key, value));
      return judge({ ...candidate }, complaints);
    },
  };
}

function checkEntry(rules: EntryRules, key: string, value: unknown): Complaint[] {
  const at = `['${key}']`;
  const aboutKey = rules.complainAboutKey?.(key);
  const aboutValue = rules.isValue(value)
    ? []
    : [{ at, fact: rules.valueMust, got: value, fix: `write e.g. ${rules.example}` }];
  return aboutKey ? [{ at, got: key, ...aboutKey }, ...aboutValue] : aboutValue;
}

export const headerRecord = recordOf({
  name: 'record of strings',
  example: "{ 'api-key': '…' }",
  textExample: 'api-key=…',
  isValue: (value) => typeof value === 'string' && isHeaderText(value),
  valueMust: 'must be a string of one line, in ASCII',
  complainAboutKey: (key) =>
    isHeaderName(key)
      ? undefined
      : { fact: 'must be a header name', fix: "use letters, digits and '-', e.g. 'api-key'" },
});

/** What both HTTP and gRPC send: with anything else, each export would fail. */
function isHeaderText(value: string): boolean {
  return /^[\t -~]*$/.test(value);
}

/** Names the service options own; said twice, nobody would know which one holds. */
const SERVICE_ATTRIBUTES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'service.name': 'service.name',
    'service.version': 'service.version',
    'service.instance.id': 'service.instanceId',
  }),
);

export const resourceAttributes = recordOf({
  name: 'record of strings',
  example: "{ 'team.name': 'shop' }",
  textExample: 'team.name=shop',
  isValue: (value) => typeof value === 'string',
  valueMust: 'must be a string',
  complainAboutKey: (key) =>
    SERVICE_ATTRIBUTES.get(key) === undefined
      ? undefined
      : { fact: 'has an option of its own', fix: `set ${SERVICE_ATTRIBUTES.get(key)} instead` },
});

const RESERVED_LABELS = new Set(['le', 'quantile']);

/** Labels in Prometheus' data model, without those it writes itself. */
export const labelRecord = recordOf({
  name: 'record of strings',
  example: "{ team: 'shop' }",
  textExample: 'team=shop',
  isValue: (value) => typeof value === 'string',
  valueMust: 'must be a string',
  complainAboutKey: (key) => {
    if (RESERVED_LABELS.has(key) || key.startsWith('__'))
      return { fact: 'is a label name Prometheus keeps for itself', fix: 'choose another name' };
    if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(key)) return undefined;
    return { fact: 'must be a label name', fix: "use letters, digits and '_' and do not start with a digit" };
  },
});

export const byteRecord = recordOf({
  name: 'record of numbers',
  example: "{ '/data': 1000000000 }",
  textExample: '/data=1000000000',
  isValue: (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
  valueMust: 'must be a number of at least 0',
  valueFromText: numberFromText,
});

/** Thresholds in milliseconds by verb and template. */
export const slowRoutes = recordOf({
  name: 'record of numbers',
  example: "{ 'GET /reports': 5000 }",
  textExample: 'GET /reports=5000',
  isValue: (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
  valueMust: 'must be a number of at least 0',
  valueFromText: numberFromText,
  complainAboutKey: (key) =>
    /^[A-Z]+ \/\S*$/.test(key)
      ? undefined
      : { fact: 'must be a verb and the template of a route', fix: "write e.g. 'GET /orders/:id'" },
});

export const urlRecord = recordOf({
  name: 'record of URLs',
  example: "{ payments: 'http://payments/health' }",
  textExample: 'payments=http://payments/health',
  isValue: isHttpUrl,
  valueMust: 'must be an http or https URL',
});

/** `a=1,b=2` to a record, or the text itself when a pair has no name. The first `=` parts name and value. */
export function recordFromText(given: string, readValue: (text: string) => unknown): unknown {
  if (given.startsWith('{')) return fromJson(given);
  const pairs = splitList(given).map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), pair] as const);
  if (pairs.some(([key, pair]) => !pair.includes('=') || key === '')) return given;
  return Object.fromEntries(pairs.map(([key, pair]) => [key, readValue(pair.slice(pair.indexOf('=') + 1).trim())]));
}

export function splitList(given: string): string[] {
  return given
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

export function listFromText(given: string): unknown {
  return given.startsWith('[') ? fromJson(given) : splitList(given);
}

function mapList(list: unknown, change: (item: string) => unknown): unknown {
  return Array.isArray(list) ? list.map((item: unknown) => (typeof item === 'string' ? change(item) : item)) : list;
}

function isListOf<T>(candidate: unknown, isItem: (item: unknown) => item is T): candidate is readonly T[] {
  return Array.isArray(candidate) && candidate.every(isItem);
}

function isFilledString(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isBound(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function isRoute(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('/');
}

function isRatio(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
