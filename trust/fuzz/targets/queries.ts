/** The language of filters: nothing typed throws, what is printed reads the same, and what raises no problem decides. */
import { built } from '../built.js';
import { logQueries, traceQueries } from '../corpus/queries.js';
import { difference, type Target } from '../target.js';

interface Term {
  readonly type: 'text' | 'field';
  readonly isNegated: boolean;
  readonly isOff: boolean;
  readonly text?: string;
  readonly field?: string;
  readonly operator?: string;
  readonly value?: string;
}
interface Query {
  readonly terms: readonly Term[];
  readonly problems: readonly { readonly text: string; readonly fact: string }[];
}
interface Filter {
  readonly problems: Query['problems'];
  fits(...subject: readonly unknown[]): boolean;
}

const { parse, print, compileTraceQuery, compileLogQuery, MAX_QUERY_LENGTH, MAX_TERMS } = built<{
  parse(text: string): Query;
  print(query: Query): string;
  compileTraceQuery(query: Query): Filter;
  compileLogQuery(query: Query): Filter;
  MAX_QUERY_LENGTH: number;
  MAX_TERMS: number;
}>('console/query/index.js');

const trace = {
  traceId: 'abc1',
  name: 'GET /orders/:id',
  kind: 'http.server',
  status: 'error',
  statusCode: '503',
  route: '/orders/:id',
  method: 'GET',
  durationMs: 250,
  spanCount: 3,
  errorCount: 1,
  errorMessage: 'Connection refused by db-1',
  requestId: 'r-7',
  userId: '42',
};
const spans = [
  {
    name: 'select',
    operationKind: 'database.query',
    attributes: { rows: 12, 'db.query.text': 'SELECT * FROM orders' },
  },
  { name: 'notify', attributes: { tags: ['Gold', 'new'], 'user.id': '42' } },
];
const row = {
  sequence: 1,
  timeMs: 0,
  level: 'warn',
  target: 'OrdersService',
  message: 'Order 7 is late',
  traceId: 'abc1',
  spanId: null,
  requestId: 'r-7',
  fields: { order: { id: 7, tags: ['gold'] }, 'a.b': 'flat', user_id: '42' },
  source: null,
};

function checkQuery(input: string, compile: (query: Query) => Filter, subject: readonly unknown[]): string | undefined {
  const query = parse(input);
  const filter = compile(query);
  const isBounded = query.terms.length <= MAX_TERMS && filter.problems.length <= input.length + 1;
  return (
    difference('bounded terms and problems', isBounded, true) ??
    readAgain(query) ??
    difference('the answer', typeof filter.fits(...subject), 'boolean') ??
    query.terms.map((term) => undecided(term, compile, subject)).find((fact) => fact !== undefined)
  );
}

function readAgain(query: Query): string | undefined {
  const text = print(query);
  return text.length > MAX_QUERY_LENGTH ? undefined : difference(`printed ${text}`, parse(text).terms, query.terms);
}

/** What raises no problem holds or does not: the same term negated says the opposite, and `*` in place of letters still fits. */
function undecided(term: Term, compile: (query: Query) => Filter, subject: readonly unknown[]): string | undefined {
  const asked = (changed: Partial<Term>): Filter =>
    compile({ terms: [{ ...term, isOff: false, ...changed }], problems: [] });
  const [one, opposite] = [asked({}), asked({ isNegated: !term.isNegated })];
  if (one.problems.length > 0) return undefined;
  return (
    difference(
      `its negation of ${print({ terms: [term], problems: [] })}`,
      opposite.fits(...subject),
      !one.fits(...subject),
    ) ?? (term.field === 'dur' ? unordered(term, asked, subject) : undefined)
  );
}

/** A number is above another one, or at most as large. */
function unordered(
  term: Term,
  asked: (changed: Partial<Term>) => Filter,
  subject: readonly unknown[],
): string | undefined {
  const [above, atMost] = [asked({ operator: '>' }), asked({ operator: '<=' })];
  return difference(`dur<=${term.value}`, atMost.fits(...subject), !above.fits(...subject));
}

export const queryTargets: readonly Target[] = [
  {
    name: 'trace-query',
    corpus: traceQueries,
    check: (input) => checkQuery(input, compileTraceQuery, [trace, spans]),
    read: (input) => compileTraceQuery(parse(input)).fits(trace, spans),
  },
  {
    name: 'log-query',
    corpus: logQueries,
    check: (input) => checkQuery(input, compileLogQuery, [row]),
    read: (input) => compileLogQuery(parse(input)).fits(row),
  },
];
