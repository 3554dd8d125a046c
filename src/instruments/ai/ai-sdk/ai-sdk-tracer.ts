/**
 * The tracer that the `ai` SDK is given. Its innermost spans, one for each call of a model, become completions; the spans around
 * them only run their work: what the application does there has spans of its own.
 */
import {
  context,
  INVALID_SPAN_CONTEXT,
  trace,
  type Attributes,
  type Context,
  type Span,
  type SpanOptions,
  type Tracer,
} from '@opentelemetry/api';
import type { AiCompletionStart } from '../ai-call.js';
import type { AiCompletion } from '../ai-completion.js';
import type { AiInstrument } from '../ai.instrument.js';
import type { AiMessage } from '../message-shapes.js';
import { withCall } from './call-signal.js';
import { CompletionSpan, listIn } from './completion-span.js';

/** `ai.generateText.doGenerate`, `ai.streamText.doStream`, `ai.embed.doEmbed`. */
const MODEL_CALL = /\.do(Generate|Stream|Embed|Rerank)$/;

const OPERATIONS: Readonly<Record<string, string>> = { Embed: 'embeddings', Rerank: 'rerank' };

/** Does nothing. */
const SILENT_SPAN = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

export class AiSdkTracer implements Tracer {
  /** @param tier asked with every call of a model */
  constructor(
    private readonly instrument: () => AiInstrument,
    private readonly tier: () => string | undefined,
  ) {}

  startSpan(name: string, { attributes = {} }: SpanOptions = {}): Span {
    const completion = this.begin(name, attributes);
    return completion === undefined ? SILENT_SPAN : new CompletionSpan(completion, attributes);
  }

  startActiveSpan(name: string, ...rest: unknown[]): never {
    const work = rest.pop() as (span: Span) => unknown;
    const [{ attributes = {} } = {}, ambient = context.active()] = rest as [SpanOptions?, Context?];
    const completion = this.begin(name, attributes);
    if (completion === undefined) return context.with(withCall(ambient), work, undefined, SILENT_SPAN) as never;
    return completion.runIn(() => work(new CompletionSpan(completion, attributes))) as never;
  }

  private begin(name: string, attributes: Attributes): AiCompletion | undefined {
    const [, call] = MODEL_CALL.exec(name) ?? [];
    if (call === undefined) return undefined;
    const ai = this.instrument();
    if (!ai.isObserving) return undefined;
    const tier = ai.diagnostics.safely('ai', 'tier', this.tier, undefined);
    const completion = ai.completion({ ...startOf(call, attributes), ...(tier !== undefined && { tier }) });
    completion.requestSent();
    return completion;
  }
}

function startOf(call: string, attributes: Attributes): AiCompletionStart {
  const { 'ai.model.provider': provider, 'ai.model.id': model } = attributes;
  return {
    // `openai.chat` and `openai.embedding` are one provider.
    provider: String(provider ?? attributes['gen_ai.system']).replace(/\..*/, ''),
    model: String(model ?? attributes['gen_ai.request.model']),
    streaming: call === 'Stream',
    operation: OPERATIONS[call] ?? 'chat',
    input: inputIn(attributes),
    attributes: toldBy(attributes),
  };
}

/** Empty unless inputs are recorded. */
function inputIn(attributes: Attributes): AiMessage[] {
  return (listIn(attributes['ai.prompt.messages']) ?? attributes['ai.values'] ?? []) as AiMessage[];
}

/** What the application itself says of the call: `functionId` and `metadata` of its settings. */
function toldBy(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name.startsWith('ai.telemetry.')));
}
