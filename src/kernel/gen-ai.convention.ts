/**
 * The names of OpenTelemetry's GenAI conventions, which are still in development: whatever is renamed there is renamed here alone.
 *
 * @see https://github.com/open-telemetry/semantic-conventions-genai
 */
export const GEN_AI = {
  operation: 'gen_ai.operation.name',
  provider: 'gen_ai.provider.name',
  requestModel: 'gen_ai.request.model',
  isStreaming: 'gen_ai.request.stream',
  responseModel: 'gen_ai.response.model',
  responseId: 'gen_ai.response.id',
  finishReasons: 'gen_ai.response.finish_reasons',
  /** In seconds. */
  timeToFirstToken: 'gen_ai.response.time_to_first_chunk',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  cachedTokens: 'gen_ai.usage.cache_read.input_tokens',
  cacheWriteTokens: 'gen_ai.usage.cache_creation.input_tokens',
  reasoningTokens: 'gen_ai.usage.reasoning.output_tokens',
  inputMessages: 'gen_ai.input.messages',
  outputMessages: 'gen_ai.output.messages',
} as const;

/** No convention knows them. */
export const AI = { costCents: 'ai.cost_cents', tier: 'ai.tier' } as const;

/** Events on the span of a completion. */
export const AI_EVENTS = {
  requestSent: 'request sent',
  firstToken: 'first token',
  responseReceived: 'response received',
} as const;

/**
 * What is asked of a model; the conventions have a few more, and providers may have their own.
 *
 * @example
 * ```ts
 * const operation: AiOperation = 'embeddings';
 *
 * getInstrument(AiInstrument).completion({ provider: 'openai', model: 'text-embedding-3-small', operation }).end();
 * ```
 */
export type AiOperation = 'chat' | 'embeddings' | 'text_completion' | 'generate_content' | (string & {});
