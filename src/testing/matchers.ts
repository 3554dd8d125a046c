/** Matchers for Jest and Vitest: `expect.extend(observabilityMatchers)`, or one of the set-up files beside this. */
import { isExpectedError } from '../kernel/index.js';
import {
  describeNearMiss,
  factsOf,
  search,
  searchAmong,
  type Part,
  type Search,
  type SpanPart,
} from './expectation.js';
import { readExposition } from './exposition-reader.js';
import { show, showFields, showList } from './show.js';
import { TelemetryRecorder } from './telemetry-recorder.js';

/**
 * What can be asked for its metrics: a recorder, an application under test, or the text of a scrape.
 *
 * @example
 * ```ts
 * const text: MetricsText = await app.get(TelemetryRecorder).scrape();
 *
 * samplesOf(text, 'http_requests_total');
 * ```
 */
export type MetricsText = string | { scrape(): Promise<string> };

/**
 * What can be asked for what it has told: a recorder, or an application under test, which has one.
 *
 * @example
 * ```ts
 * const recorded: Recorded = app.get(TelemetryRecorder);
 * ```
 */
export type Recorded = TelemetryRecorder | { readonly recorder: TelemetryRecorder };

/**
 * The matchers as they stand on `expect(…)`; `R` is what the runner's own matchers return.
 *
 * @example
 * ```ts
 * const staysQuiet = (expectation: ObservabilityMatchers): void => expectation.toHaveNoErrors();
 * ```
 */
export interface ObservabilityMatchers<R = void> {
  /**
   * A sample with these labels (others may be there) and, if given, this value. It reads the metrics: await it.
   * @param labels patterns and asymmetric matchers may stand for values
   * @param value a number, or an asymmetric matcher
   */
  toHaveSample(name: string, labels?: Part, value?: unknown): Promise<R>;
  /** A finished span with this name and these attributes (others may be there), or with all of a part. */
  toHaveSpan(span: string | RegExp | SpanPart, attributes?: Part): R;
  /** A line of the log with these fields; others may be there. */
  toHaveLogged(part: Part): R;
  /** An operation that has ended, with these properties: `kind`, `name`, `outcome`, `attributes`, … */
  toHaveOperation(part: Part): R;
  /** Nothing failed: no operation, no span, no line of level ERROR or FATAL. What answers a request with a 4xx is no error. */
  toHaveNoErrors(): R;
}

interface MatchResult {
  readonly pass: boolean;
  message(): string;
}

/**
 * Matchers for `expect.extend` of Jest and of Vitest.
 *
 * @example
 * ```ts
 * expect.extend(observabilityMatchers);
 * ```
 */
export const observabilityMatchers = {
  async toHaveSample(received: MetricsText, name: string, labels: Part = {}, value?: unknown): Promise<MatchResult> {
    const samples = readExposition(await textOf(received));
    const named = samples.filter((sample) => sample.name === name);
    const wanted = { name, labels, ...(value !== undefined && { value }) };
    const { found, nearest } = searchAmong(
      'sample',
      (named.length > 0 ? named : samples) as object[] as Part[],
      wanted,
    );
    const candidates = named as object[] as Part[];
    const title = ['sample', name, bracedFields(labels), value === undefined ? '' : show(value)]
      .filter(Boolean)
      .join(' ');
    return resultOf({ wanted: title, found, nearest, candidates }, 'Samples of this name', sampleRow);
  },

  toHaveSpan(received: Recorded, span: string | RegExp | SpanPart, attributes?: Part): MatchResult {
    const isName = typeof span === 'string' || span instanceof RegExp;
    const wanted = isName ? { name: span, ...(attributes !== undefined && { attributes }) } : span;
    return resultOf(search(recorderOf(received), { span: wanted }), 'Spans', spanRow);
  },

  toHaveLogged(received: Recorded, part: Part): MatchResult {
    return resultOf(search(recorderOf(received), { log: part }), 'Log lines', lineRow);
  },

  toHaveOperation(received: Recorded, part: Part): MatchResult {
    return resultOf(search(recorderOf(received), { operation: part }), 'Operations', operationRow);
  },

  toHaveNoErrors(received: Recorded): MatchResult {
    const rows = errorsOf(recorderOf(received));
    const message = () => (rows.length === 0 ? 'Expected an error, and there is none' : showList('Errors', rows));
    return { pass: rows.length === 0, message };
  },
};

type Row = (candidate: Part) => string;

/** With `.not` the runner asks for the message although `pass` is true: what was found is then what should not be there. */
function resultOf({ wanted, candidates, found, nearest }: Search, title: string, row: Row): MatchResult {
  const missing = (): string =>
    [`Expected ${wanted}`, nearest && describeNearMiss(nearest), showList(title, candidates.map(row))]
      .filter(Boolean)
      .join('\n\n');
  const present = (): string => `Expected no ${wanted}\n\n${showList('Found', found.map(row))}`;
  const pass = found.length > 0;
  return { pass, message: pass ? present : missing };
}

function errorsOf({ operations, spans, lines, brokenLines }: TelemetryRecorder): string[] {
  const failed = operations.filter(({ outcome, error }) => outcome === 'error' && !isExpectedError(error));
  const broken = spans.map(factsOf).filter(({ status }) => status === 'error');
  const severe = lines.filter(({ level }) => level === 'ERROR' || level === 'FATAL');
  return [
    ...failed.map((operation) => `operation ${operation.kind} ${operation.name}: ${show(String(operation.error))}`),
    ...broken.map((span) => `span ${spanRow(span)}`),
    ...severe.map((line) => `log line ${lineRow(line)}`),
    ...brokenLines.map((line) => `line that is not JSON: ${show(line)}`),
  ];
}

const spanRow: Row = ({ name, kind, status, attributes }) =>
  `${String(name)} (${String(kind)}, ${String(status)}) ${bracedFields(attributes)}`.trimEnd();
const lineRow: Row = ({ timestamp: _timestamp, ...line }) => showFields(line);
const operationRow: Row = ({ kind, name, outcome, attributes }) =>
  `${String(kind)} ${String(name)} ${String(outcome)} ${bracedFields(attributes)}`.trimEnd();
const sampleRow: Row = ({ name, labels, value }) =>
  [name, bracedFields(labels), value].filter((part) => part !== '').join(' ');

/** Nothing for nothing. */
function bracedFields(fields: unknown): string {
  const text = showFields(fields as Part);
  return text === '' ? '' : `{${text}}`;
}

function textOf(received: MetricsText): string | Promise<string> {
  if (typeof received === 'string') return received;
  if (typeof received?.scrape === 'function') return received.scrape();
  throw new TypeError(
    `toHaveSample takes a recorder, an application under test or the text of a scrape; got ${show(received)}`,
  );
}

function recorderOf(received: Recorded): TelemetryRecorder {
  const candidate = received instanceof TelemetryRecorder ? received : received?.recorder;
  if (candidate instanceof TelemetryRecorder) return candidate;
  throw new TypeError(`This matcher takes a TelemetryRecorder, or what has one as recorder; got ${show(received)}`);
}
