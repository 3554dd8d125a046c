/** The language of filters, for the server and for the page alike: no import of Node's or of a browser's. */
export { compileLogQuery, LOG_FIELDS, type LogFilter } from './log-query.js';
export { parse, MAX_QUERY_LENGTH, MAX_TERMS } from './parse.js';
export { print, printTerm } from './print.js';
export { sameTerm, type FieldTerm, type Operator, type Query, type Term, type TextTerm } from './term.js';
export { toggled, withTerm, without } from './edit.js';
export { compileTraceQuery, TRACE_FIELDS, type SpanFacts, type TraceFacts, type TraceFilter } from './trace-query.js';
