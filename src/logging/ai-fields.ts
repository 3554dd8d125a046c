/** What a log line tells of a call of a model: never what was asked or answered. */
import { AI, GEN_AI, type Attributes } from '../kernel/index.js';
import { LineField, type LineSink } from './line-sink.js';

const FIELDS: readonly (readonly [field: LineField, attribute: string])[] = [
  [new LineField('provider'), GEN_AI.provider],
  [new LineField('model'), GEN_AI.requestModel],
  [new LineField('streaming'), GEN_AI.isStreaming],
  [new LineField('tier'), AI.tier],
  [new LineField('prompt_tokens'), GEN_AI.inputTokens],
  [new LineField('completion_tokens'), GEN_AI.outputTokens],
  [new LineField('cached_tokens'), GEN_AI.cachedTokens],
  [new LineField('reasoning_tokens'), GEN_AI.reasoningTokens],
  [new LineField('cost_cents'), AI.costCents],
];

const TIME_TO_FIRST_TOKEN_MS = new LineField('time_to_first_token_ms');

export function putAiFields(line: LineSink, about: Attributes): void {
  for (const [field, attribute] of FIELDS) line.put(field, about[attribute]);
  const seconds = about[GEN_AI.timeToFirstToken];
  // Microseconds are enough.
  if (typeof seconds === 'number') line.put(TIME_TO_FIRST_TOKEN_MS, Math.round(seconds * 1e6) / 1000);
}
