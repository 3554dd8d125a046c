/** What is known of one call of a model: gathered while it runs, told as attributes by the names of the GenAI conventions. */
import {
  AI,
  GEN_AI,
  type AiOperation,
  type AiUsage,
  type Attributes,
  type Operation,
  type OperationSubject,
} from '../../kernel/index.js';
import { aiErrorTypeOf } from './ai-error.js';
import type { AiMessage } from './message-shapes.js';

/**
 * Who is asked, what, and for whom.
 *
 * @example
 * ```ts
 * const start: AiCompletionStart = { provider: 'openai', model: 'gpt-5-mini', tier: 'team', input: ['How are you?'] };
 *
 * getInstrument(AiInstrument).completion(start).cancel();
 * ```
 */
export interface AiCompletionStart {
  /** Who is asked: `openai`, `anthropic`, `aws.bedrock`; see `gen_ai.provider.name` of OpenTelemetry. Becomes a label. */
  readonly provider: string;
  /** The model that is asked for. Becomes a label, and with its provider finds its price. */
  readonly model: string;
  /** Whether the answer comes token by token. @default false */
  readonly streaming?: boolean;
  /** A handful of values, such as `free` and `team`; becomes a label of the cost. @default 'default' */
  readonly tier?: string;
  /** @default 'chat' */
  readonly operation?: AiOperation;
  /** The prompt, oldest message first; recorded only with `ai.recordContent`. */
  readonly input?: readonly AiMessage[];
  /** On its span and its log line. */
  readonly attributes?: Attributes;
}

/**
 * What a provider says about its answer.
 *
 * @example
 * ```ts
 * const response: AiResponse = { model: 'gpt-5-mini-2025-08-07', id: 'resp_1', finishReasons: ['stop'] };
 *
 * getInstrument(AiInstrument).completion({ provider: 'openai', model: 'gpt-5-mini' }).response(response);
 * ```
 */
export interface AiResponse {
  /** The model that answered, where the one that was asked for is an alias. It finds its price first. */
  readonly model?: string | undefined;
  readonly id?: string | undefined;
  readonly finishReasons?: readonly string[] | undefined;
  /** The answer; recorded only with `ai.recordContent`. */
  readonly output?: readonly AiMessage[] | undefined;
}

export class AiCall implements OperationSubject {
  readonly provider: string;
  readonly model: string;
  readonly tier: string;
  readonly operationName: string;
  readonly isStreaming: boolean;
  /** Its operation; set as soon as that has started. */
  operation!: Operation;
  usage: AiUsage | undefined;
  response: Omit<AiResponse, 'output'> = {};
  isAnswered = false;
  timeToFirstTokenMs: number | undefined;
  costCents: number | undefined;
  /** As JSON; undefined where nobody asked for it. */
  input: string | undefined;
  output: string | undefined;

  constructor({ provider, model, tier = 'default', operation = 'chat', streaming = false }: AiCompletionStart) {
    this.provider = provider;
    this.model = model;
    this.tier = tier;
    this.operationName = operation;
    this.isStreaming = streaming;
  }

  get name(): string {
    return `${this.operationName} ${this.model}`;
  }

  /** In the order of the convention's label names. */
  get labels(): string[] {
    return [this.provider, String(this.isStreaming)];
  }

  attributes({ outcome, error }: Operation): Attributes {
    const { timeToFirstTokenMs: firstMs, response } = this;
    return {
      [GEN_AI.operation]: this.operationName,
      [GEN_AI.provider]: this.provider,
      [GEN_AI.requestModel]: this.model,
      [GEN_AI.isStreaming]: this.isStreaming,
      [GEN_AI.responseModel]: response.model,
      [GEN_AI.responseId]: response.id,
      [GEN_AI.finishReasons]: response.finishReasons && [...response.finishReasons],
      [GEN_AI.timeToFirstToken]: firstMs === undefined ? undefined : firstMs / 1000,
      ...usageAttributes(this.usage),
      [AI.tier]: this.tier,
      [AI.costCents]: this.costCents,
      [GEN_AI.inputMessages]: this.input,
      [GEN_AI.outputMessages]: this.output,
      ...(outcome === 'error' && { 'error.type': aiErrorTypeOf(error) }),
    };
  }
}

function usageAttributes(usage: AiUsage | undefined): Attributes {
  if (usage === undefined) return {};
  return {
    [GEN_AI.inputTokens]: usage.prompt,
    [GEN_AI.outputTokens]: usage.completion,
    [GEN_AI.cachedTokens]: usage.cached,
    [GEN_AI.cacheWriteTokens]: usage.cacheWrite,
    [GEN_AI.reasoningTokens]: usage.reasoning,
  };
}
