/** What the words of a query mean for traces. Fields speak of the trace and its local root, attributes of any of its spans. */
import type { TraceRow } from '../shapes/index.js';
import { compile, type Compiled, type Field, type Vocabulary } from './compile.js';
import type { Query } from './term.js';

/** What must be known of a trace; a row knows it. */
export type TraceFacts = Pick<
  TraceRow,
  | 'traceId'
  | 'name'
  | 'kind'
  | 'status'
  | 'statusCode'
  | 'route'
  | 'method'
  | 'durationMs'
  | 'spanCount'
  | 'errorCount'
  | 'errorMessage'
  | 'requestId'
  | 'userId'
>;

export interface SpanFacts {
  readonly name: string;
  readonly operationKind?: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Subject {
  readonly trace: TraceFacts;
  readonly spans: readonly SpanFacts[];
}

export interface TraceFilter extends Pick<Compiled<Subject>, 'problems'> {
  readonly fits: (trace: TraceFacts, spans: readonly SpanFacts[]) => boolean;
}

export function compileTraceQuery(query: Query): TraceFilter {
  const { fits, problems } = compile(query, VOCABULARY);
  return { fits: (trace, spans) => fits({ trace, spans }), problems };
}

/** What people call the kinds of operations. */
const KIND_WORDS: Readonly<Record<string, readonly string[]>> = {
  'schedule.run': ['cron'],
  'queue.process': ['job'],
  'database.query': ['query', 'db'],
};

const FIELDS: Readonly<Record<string, Field<Subject>>> = {
  status: { type: 'name', values: statusWords, translate: (value) => value.replace(/^([1-5])xx$/iu, '$1*') },
  kind: { type: 'name', values: ({ trace }) => kindWords(trace.kind) },
  name: { type: 'name', values: ({ trace }) => [trace.name] },
  route: { type: 'name', values: ({ trace }) => [trace.route] },
  method: { type: 'name', values: ({ trace }) => [trace.method] },
  dur: { type: 'duration', values: ({ trace }) => [trace.durationMs] },
  spans: { type: 'number', values: ({ trace }) => [trace.spanCount] },
  errors: { type: 'number', values: ({ trace }) => [trace.errorCount] },
  error: { type: 'text', values: ({ trace }) => [trace.errorMessage] },
  trace: { type: 'name', values: ({ trace }) => [trace.traceId] },
  request: { type: 'name', values: ({ trace }) => [trace.requestId] },
  user: { type: 'name', values: ({ trace }) => [trace.userId] },
  span: { type: 'name', values: ({ spans }) => spans.map(({ name }) => name) },
  'span.kind': {
    type: 'name',
    values: ({ spans }) => spans.flatMap(({ operationKind = '' }) => kindWords(operationKind)),
  },
};

/** For suggestions. */
export const TRACE_FIELDS: readonly string[] = Object.keys(FIELDS);

const VOCABULARY: Vocabulary<Subject> = {
  fields: { ...FIELDS, duration: FIELDS['dur']! },
  attributes: function* valuesOf({ spans }, name) {
    for (const { attributes } of spans) if (Object.hasOwn(attributes, name)) yield* listOf(attributes[name]);
  },
  texts: function* textsOf({ trace, spans }) {
    yield* [trace.name, trace.errorMessage, trace.traceId, trace.requestId];
    for (const { name, attributes } of spans) {
      yield name;
      for (const value of Object.values(attributes)) yield* listOf(value);
    }
  },
};

/** Who has neither failed nor been called off is fine, whether or not somebody said so. */
function statusWords({ trace: { status, statusCode } }: Subject): readonly unknown[] {
  return status === 'unset' ? ['ok', status, statusCode] : [status, statusCode];
}

/** `http.server` is also `http`. */
function kindWords(kind: string): readonly string[] {
  return [kind, kind.split('.', 1)[0]!, ...(KIND_WORDS[kind] ?? [])];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
