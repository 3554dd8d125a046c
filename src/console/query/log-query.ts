/** What the words of a query mean for lines of the log. A name that is no field is looked for in the line's own fields. */
import type { LogRow } from '../shapes/index.js';
import { compile, type Compiled, type Field, type Vocabulary } from './compile.js';
import type { Query } from './term.js';

export type LogFilter = Compiled<LogRow>;

export function compileLogQuery(query: Query): LogFilter {
  return compile(query, VOCABULARY);
}

/** Objects in lines are looked into so deep, as far as the log writes them. */
const MAX_DEPTH = 5;

const FIELDS: Readonly<Record<string, Field<LogRow>>> = {
  level: { type: 'level', values: ({ level }) => [level] },
  target: { type: 'name', values: ({ target }) => [target] },
  message: { type: 'text', values: ({ message }) => [message] },
  trace: { type: 'name', values: ({ traceId }) => [traceId] },
  span: { type: 'name', values: ({ spanId }) => [spanId] },
  request: { type: 'name', values: ({ requestId }) => [requestId] },
};

/** For suggestions. */
export const LOG_FIELDS: readonly string[] = Object.keys(FIELDS);

const VOCABULARY: Vocabulary<LogRow> = {
  fields: FIELDS,
  attributes: ({ fields }, name) => [valueAt(fields, name)].flat(),
  texts: ({ message, target, fields, traceId, requestId }) => [message, target, traceId, requestId, ...leaves(fields)],
};

/** `order.id` is a field of that name, or `id` of the object `order`. */
function valueAt(fields: object, path: string): unknown {
  if (Object.hasOwn(fields, path)) return (fields as Record<string, unknown>)[path];
  let here: unknown = fields;
  for (const step of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<string, unknown>)[step];
  }
  return here;
}

function* leaves(value: unknown, depth = 0): Generator<unknown> {
  if (typeof value !== 'object' || value === null) yield value;
  else if (depth < MAX_DEPTH) for (const one of Object.values(value)) yield* leaves(one, depth + 1);
}
