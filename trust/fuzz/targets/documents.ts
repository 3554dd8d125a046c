/** Documents of OTLP that anybody may have written: refused with a sentence, or read into spans that a console can show. */
import { built } from '../built.js';
import { traceDocuments } from '../corpus/documents.js';
import type { Chance } from '../inputs/chance.js';
import { mutatedDocument } from '../inputs/json-mutation.js';
import { difference, shown, type Target } from '../target.js';

interface Span {
  readonly name: string;
  readonly attributes: object;
  readonly startTime: readonly [number, number];
  readonly duration: readonly [number, number];
  readonly events: readonly { readonly attributes: object }[];
  spanContext(): { readonly traceId: string; readonly spanId: string };
}
interface ReadSpans {
  readonly spans: readonly Span[];
  readonly rejectedCount: number;
}

const { readTraceDocument } = built<{ readTraceDocument(document: unknown): ReadSpans }>(
  'console/otlp/read-document.js',
);
const { resourceSpansOf } = built<{ resourceSpansOf(spans: readonly Span[]): object[] }>(
  'console/otlp/trace-document.js',
);

function checkDocument(input: string, chance: Chance): string | undefined {
  const document = parsed(chance.oneIn(4) ? input : mutatedDocument(chance.pick(traceDocuments), chance));
  const read = readOrRefused(document);
  if (typeof read === 'string') return read === 'refused' ? undefined : read;
  const wrong = read.spans.map(impossible).find((fact) => fact !== undefined);
  return wrong ?? readAgain(read);
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    return input;
  }
}

/** What is refused is refused as a fault of the request's. */
function readOrRefused(document: unknown): ReadSpans | string {
  try {
    return readTraceDocument(document);
  } catch (error) {
    const { status } = error as { status?: number };
    return status === 400 ? 'refused' : `it threw ${String((error as Error).stack).slice(0, 400)}`;
  }
}

function impossible(span: Span): string | undefined {
  const { traceId, spanId } = span.spanContext();
  const numbers = [...span.startTime, ...span.duration];
  const values = [span, ...span.events].flatMap(({ attributes }) => Object.values(attributes) as unknown[]);
  return (
    difference('ids of a span', /^[\da-f]{32}$/.test(traceId) && /^[\da-f]{16}$/.test(spanId), true) ??
    difference(
      'its times',
      numbers.every((number) => Number.isSafeInteger(number) && number >= 0),
      true,
    ) ??
    difference('its name', span.name.length <= 1_000, true) ??
    difference(`plain values in ${shown(values)}`, values.every(isPlain), true)
  );
}

function isPlain(value: unknown): boolean {
  return Array.isArray(value)
    ? value.every((one) => one === null || typeof one !== 'object')
    : typeof value !== 'object' || value === null;
}

/** Exported and imported again, they are the same. */
function readAgain({ spans }: ReadSpans): string | undefined {
  const sent = { resourceSpans: resourceSpansOf(spans) };
  const again = readTraceDocument(JSON.parse(JSON.stringify(sent)));
  return difference('what was imported again', { resourceSpans: resourceSpansOf(again.spans) }, sent);
}

export const traceDocumentTargets: readonly Target[] = [
  {
    name: 'otlp-import',
    corpus: traceDocuments,
    check: checkDocument,
    read: (input) =>
      readOrRefused({
        resourceSpans: [
          { scopeSpans: [{ spans: [{ name: input, attributes: [{ key: input, value: { stringValue: input } }] }] }] },
        ],
      }),
  },
];
