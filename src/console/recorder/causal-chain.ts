/**
 * Messages and jobs by what caused them, read off the spans by which work enters: those carry the ids of the causal chain. Nothing of
 * it is kept; it is drawn when somebody asks.
 */
import type { DetailedSpan } from '../../tracing/index.js';
import type { EventNode, EventsAnswer } from '../shapes/index.js';
import { hasFailed, kindOf } from './span-facts.js';
import { endMsOf, startMsOf } from './span-times.js';

export type Correlation = EventsAnswer['correlations'][number];

/** Spans of one trace. */
interface SpansOfTrace {
  readonly spans: readonly DetailedSpan[];
}

/** A request or a run alone has caused nothing; a message has a cause, even where that is not in memory. */
const BEGINNINGS: ReadonlySet<string> = new Set(['http.server', 'schedule.run', 'websocket.connection']);

/** Those that have more to tell than a single request or run; the newest first. */
export function correlationsOf(spans: Iterable<{ readonly span: DetailedSpan }>): Correlation[] {
  return [...chainsIn(spans)]
    .filter(([, chain]) => chain.length > 1 || !BEGINNINGS.has(kindOf(chain[0]!)))
    .map(([correlationId, chain]) => summaryOf(correlationId, chain))
    .toSorted((one, other) => other.startedAtMs - one.startedAtMs);
}

/** In the order of their start. */
export function chainOf(
  correlationId: string,
  spans: Iterable<{ readonly span: DetailedSpan; readonly trace: SpansOfTrace }>,
): EventNode[] {
  const found = [...spans].filter(({ span }) => correlationOf(span) === correlationId);
  const steps = found.map(({ span }) => span).toSorted((one, other) => startMsOf(one) - startMsOf(other));
  const causes = new Causes(steps, new Set(found.map(({ trace }) => trace)));
  return steps.map((span) => nodeOf(span, causes.of(span)));
}

/** By their correlation id. */
function chainsIn(spans: Iterable<{ readonly span: DetailedSpan }>): Map<string, DetailedSpan[]> {
  const chains = new Map<string, DetailedSpan[]>();
  for (const { span } of spans) {
    const correlationId = correlationOf(span);
    if (correlationId === undefined) continue;
    const chain = chains.get(correlationId);
    if (chain === undefined) chains.set(correlationId, [span]);
    else chain.push(span);
  }
  return chains;
}

/** Only spans by which work enters have one. */
function correlationOf({ attributes }: DetailedSpan): string | undefined {
  return textOf(attributes['correlation.id']);
}

function summaryOf(correlationId: string, chain: readonly DetailedSpan[]): Correlation {
  const first = chain.reduce((one, other) => (startMsOf(other) < startMsOf(one) ? other : one));
  const startedAtMs = startMsOf(first);
  const endedAtMs = chain.reduce((latest, span) => Math.max(latest, endMsOf(span)), startedAtMs);
  return {
    correlationId,
    startedAtMs,
    durationMs: endedAtMs - startedAtMs,
    name: first.name,
    count: chain.length,
    errorCount: chain.filter(hasFailed).length,
  };
}

function nodeOf(span: DetailedSpan, cause: DetailedSpan | undefined): EventNode {
  const { traceId, spanId } = span.spanContext();
  return {
    id: spanId,
    causeId: cause === undefined ? null : idOf(cause),
    name: span.name,
    kind: kindOf(span),
    startedAtMs: startMsOf(span),
    durationMs: endMsOf(span) - startMsOf(span),
    outcome: outcomeOf(span),
    messageId: messageOf(span) ?? null,
    traceId,
    spanId,
  };
}

function outcomeOf(span: DetailedSpan): EventNode['outcome'] {
  if (hasFailed(span)) return 'error';
  return span.attributes['operation.canceled'] === true ? 'canceled' : 'ok';
}

/** Of HTTP it is the request's id. */
function messageOf({ attributes, requestId }: DetailedSpan): string | undefined {
  return textOf(attributes['event.id']) ?? requestId;
}

function idOf(span: DetailedSpan): string {
  return span.spanContext().spanId;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Finds the step behind a step: by where its span hangs, which is exact, else by the ids that travelled with the message. */
class Causes {
  private readonly steps: ReadonlySet<DetailedSpan>;
  private readonly spansById: ReadonlyMap<string, DetailedSpan>;
  private readonly stepsByMessage: ReadonlyMap<string | undefined, DetailedSpan>;

  constructor(steps: readonly DetailedSpan[], traces: Iterable<SpansOfTrace>) {
    this.steps = new Set(steps);
    this.spansById = new Map([...traces].flatMap(({ spans }) => spans.map((span) => [idOf(span), span] as const)));
    this.stepsByMessage = new Map(steps.toReversed().map((span) => [messageOf(span), span]));
  }

  of(step: DetailedSpan): DetailedSpan | undefined {
    const cause = this.above(step, new Set()) ?? this.stepsByMessage.get(textOf(step.attributes['causation.id']) ?? '');
    return cause === step ? undefined : cause;
  }

  /** The nearest step among the spans that this one is inside of, or linked to. */
  private above(span: DetailedSpan, seen: Set<DetailedSpan>): DetailedSpan | undefined {
    if (seen.has(span)) return undefined;
    seen.add(span);
    const contexts = [span.parentSpanContext, ...span.links.map(({ context }) => context)];
    for (const context of contexts) {
      const next = context && this.spansById.get(context.spanId);
      const step = next && (this.steps.has(next) ? next : this.above(next, seen));
      if (step !== undefined) return step;
    }
    return undefined;
  }
}
