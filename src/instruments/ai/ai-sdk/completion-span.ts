/**
 * A span as the `ai` SDK fills it, which is a completion: what is said of it by attributes and events goes where completions keep
 * it. The names in here are the SDK's own (versions 5 and 6).
 */
import {
  INVALID_SPAN_CONTEXT,
  SpanStatusCode,
  type Attributes,
  type AttributeValue,
  type Exception,
  type Span,
  type SpanContext,
  type SpanStatus,
} from '@opentelemetry/api';
import type { AiUsage } from '../../../kernel/index.js';
import type { AiCompletion } from '../ai-completion.js';
import { AiResponseFailed } from '../ai-error.js';
import { usageOf } from '../clients/answer.js';
import type { AiMessage } from '../message-shapes.js';
import { cancelWithCall } from './call-signal.js';

/** Spans that the SDK has dropped without an end, because nobody read its stream on, by their completions. */
const dropped = new FinalizationRegistry<AiCompletion>((completion) => {
  if (!completion.isEnded) completion.cancel();
});

export class CompletionSpan implements Span {
  private readonly said: Attributes;
  private error: unknown;
  private readonly forgetCall: () => void;

  constructor(
    private readonly completion: AiCompletion,
    attributes: Attributes,
  ) {
    this.said = { ...attributes };
    this.forgetCall = cancelWithCall(completion);
    dropped.register(this, completion);
  }

  /** The completion's own span is the current one; the SDK does not ask for it here. */
  spanContext(): SpanContext {
    return INVALID_SPAN_CONTEXT;
  }

  setAttribute(name: string, value: AttributeValue): this {
    this.said[name] = value;
    return this;
  }

  setAttributes(attributes: Attributes): this {
    Object.assign(this.said, attributes);
    return this;
  }

  addEvent(name: string): this {
    if (FIRST_CHUNK === name && !this.completion.isEnded) this.completion.firstToken();
    return this;
  }

  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  updateName(): this {
    return this;
  }

  isRecording(): boolean {
    return !this.completion.isEnded;
  }

  recordException(exception: Exception): void {
    this.error = errorOf(exception);
  }

  setStatus({ code }: SpanStatus): this {
    if (code === SpanStatusCode.ERROR) this.error ??= new AiResponseFailed();
    return this;
  }

  /** Once it has been called off, the SDK may still report the end. */
  end(): void {
    const { completion, said, error } = this;
    this.forgetCall();
    if (completion.isEnded) return;
    const usage = usageIn(said);
    if (usage !== undefined) completion.usage(usage);
    if (error !== undefined) return completion.fail(error);
    const finishReasons = said['gen_ai.response.finish_reasons'] as string[] | undefined;
    const [id, model] = [said['gen_ai.response.id'], said['gen_ai.response.model']] as (string | undefined)[];
    completion.response({ id, model, finishReasons, output: outputIn(said) });
    completion.end();
  }
}

const FIRST_CHUNK = 'ai.stream.firstChunk';

/** The SDK hands over parts of an error, not the error. */
function errorOf(exception: Exception): Error {
  if (typeof exception === 'string') return new Error(exception);
  const { name = 'Error', message, stack } = exception;
  return Object.assign(new Error(message), { name, ...(stack !== undefined && { stack }) });
}

function usageIn(said: Attributes): AiUsage | undefined {
  const count = (...names: string[]) => names.map((name) => said[name]).find((value) => typeof value === 'number');
  return usageOf({
    prompt: count('gen_ai.usage.input_tokens', 'ai.usage.tokens'),
    completion: count('gen_ai.usage.output_tokens'),
    cached: count('ai.usage.cachedInputTokens'),
    cacheWrite: count('ai.usage.inputTokenDetails.cacheWriteTokens'),
    reasoning: count('ai.usage.reasoningTokens'),
  });
}

/** Empty unless outputs are recorded. */
function outputIn(said: Attributes): AiMessage[] | undefined {
  const text = said['ai.response.text'] ?? said['ai.response.object'];
  const calls = said['ai.response.toolCalls'];
  const content = [...(text ? [text] : []), ...(typeof calls === 'string' ? (listIn(calls) ?? []) : [])];
  return content.length === 0 ? undefined : [{ content }];
}

/** A list as the SDK writes it into an attribute. */
export function listIn(json: unknown): unknown[] | undefined {
  try {
    const list: unknown = JSON.parse(String(json));
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}
