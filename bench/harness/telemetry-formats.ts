/** What telemetry that arrives over HTTP contains, and what its sender wants to hear: by the path it is sent to. */
import { countSpans, type SpanCount } from './otlp-spans.js';

export interface TelemetryFormat {
  readonly path: RegExp;
  readonly count: (body: Buffer) => SpanCount;
  readonly answer: string;
}

const NOTHING: SpanCount = { spans: 0, roots: 0 };

const formats: readonly TelemetryFormat[] = [
  // An empty protobuf message is no byte.
  { path: /\/v1\/traces$/, count: countSpans, answer: '' },
  { path: /\/v1\/(metrics|logs)$/, count: () => NOTHING, answer: '' },
  { path: /\/envelope\/$/, count: countEnvelope, answer: '{}' },
  { path: /\/telemetry$/, count: countTelemetry, answer: '{}' },
];

const unknown: TelemetryFormat = { path: /^/, count: () => NOTHING, answer: '{}' };

export function formatFor(path: string): TelemetryFormat {
  return formats.find((format) => format.path.test(path)) ?? unknown;
}

interface EnvelopeItem {
  readonly type?: string;
  readonly spans?: readonly unknown[];
}

/** Sentry's envelope, https://develop.sentry.dev/sdk/data-model/envelopes: lines of JSON; a transaction is a root and its spans. */
function countEnvelope(body: Buffer): SpanCount {
  const lines = body
    .toString()
    .split('\n')
    .filter((line) => line !== '');
  // Its header and the items' headers have a type, too, but no spans.
  const items = lines.map((line) => JSON.parse(line) as EnvelopeItem);
  const transactions = items.filter(({ type, spans }) => type === 'transaction' && spans !== undefined);
  const children = transactions.reduce((sum, { spans }) => sum + spans!.length, 0);
  return { spans: transactions.length + children, roots: transactions.length };
}

interface TraceNode {
  readonly ch?: readonly TraceNode[];
}

/** @nestjs/observe's batch: snapshots of requests, each with its trees of calls. */
function countTelemetry(body: Buffer): SpanCount {
  const { snapshots } = JSON.parse(body.toString()) as { snapshots: readonly { t?: readonly TraceNode[] }[] };
  const calls = snapshots.reduce((sum, { t }) => sum + countNodes(t), 0);
  return { spans: snapshots.length + calls, roots: snapshots.length };
}

function countNodes(nodes: readonly TraceNode[] = []): number {
  return nodes.reduce((sum, { ch }) => sum + 1 + countNodes(ch), 0);
}
