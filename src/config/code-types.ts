/** Types of options that exist in code, wholly or in part. */
import { stringList } from './collection-types.js';
import { complaintsAboutPage } from './console-page-list.js';
import { flag, text } from './scalar-types.js';
import { accept, isRecord, judge, refuse, type Complaint, type OptionType } from './option-type.js';

export const callback: OptionType = {
  name: 'function',
  check: (candidate) =>
    typeof candidate === 'function' ? accept(candidate) : refuse('must be a function', 'give a function'),
};

/** A list anywhere, a predicate in code. */
export const ignoreRule: OptionType = {
  name: 'list of paths, or a function',
  fromText: stringList.fromText,
  check: (candidate) => {
    const verdict = typeof candidate === 'function' ? accept(candidate) : stringList.check(candidate);
    return 'value' in verdict
      ? verdict
      : refuse('must be a list of paths or a function', "write e.g. ['/favicon.ico', '/assets/*']");
  },
};

/** Yes or no anywhere, a choice of classes in code or a file. */
export const autoTraceChoice: OptionType = {
  name: 'boolean, or { include, exclude }',
  fromText: flag.fromText,
  textExample: 'true',
  check: (candidate) => (isRecord(candidate) ? judge({ ...candidate }, checkChoice(candidate)) : flag.check(candidate)),
};

function checkChoice(choice: Record<string, unknown>): Complaint[] {
  return Object.entries(choice).flatMap(([key, names]) => {
    // As in sections: nothing was said.
    if (names === undefined) return [];
    if (key !== 'include' && key !== 'exclude')
      return [{ at: `.${key}`, fact: 'is no option', got: names, fix: 'use include and exclude' }];
    const isList = Array.isArray(names) && names.every((name) => typeof name === 'string' && name !== '');
    return isList
      ? []
      : [{ at: `.${key}`, fact: 'must be a list of class names', got: names, fix: "write e.g. ['Orders*']" }];
  });
}

/** Anything with pino's `write(line)`. */
export const destination: OptionType = {
  name: 'stream',
  check: (candidate) =>
    isRecord(candidate) && typeof candidate.write === 'function'
      ? accept(candidate)
      : refuse('must be a stream with a write method', 'give e.g. pino.destination(path)'),
};

/** A word or a path anywhere, a stream in code. */
export const auditDestination: OptionType = {
  name: "'log', a path, or a stream",
  fromText: text.fromText,
  textExample: '/var/log/shop/audit.jsonl',
  check: (candidate) => {
    const verdict = typeof candidate === 'string' ? text.check(candidate) : destination.check(candidate);
    return 'value' in verdict
      ? verdict
      : refuse("must be 'log', a path, or a stream", "write e.g. '/var/log/shop/audit.jsonl', or leave it out");
  },
};

export const pluginList: OptionType = {
  name: 'list of plugins',
  check: (candidate) =>
    Array.isArray(candidate)
      ? // Copied first: holes of a list become undefined, and are looked at.
        judge([...candidate], [...candidate].flatMap(checkPlugin))
      : refuse('must be a list of plugins', 'write e.g. [sentry({ dsn })]'),
};

function checkPlugin(plugin: unknown, at: number): Complaint[] {
  const isPlugin =
    isRecord(plugin) && typeof plugin.name === 'string' && PLUGIN_LISTS.every((key) => isListOrAbsent(plugin[key]));
  if (!isPlugin)
    return [{ at: `[${at}]`, fact: 'must be a plugin', got: plugin, fix: 'call its factory, e.g. sentry({ dsn })' }];
  const pages = (plugin['consolePages'] ?? []) as readonly unknown[];
  return [...pages].flatMap(complaintsAboutPage).map((complaint) => ({
    ...complaint,
    at: `[${at}].consolePages${complaint.at}`,
  }));
}

const PLUGIN_LISTS = ['providers', 'handlers', 'instruments', 'spanProcessors', 'consolePages'];

function isListOrAbsent(value: unknown): boolean {
  return value === undefined || Array.isArray(value);
}
