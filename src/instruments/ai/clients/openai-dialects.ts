/** The APIs of OpenAI, and of everybody who speaks them: chat completions, responses, embeddings and the old completions. */
import { usageOf, type Answer, type Dialect } from './answer.js';

interface ChatBody {
  readonly id?: string;
  readonly model?: string;
  readonly choices?: readonly ChatChoice[];
  /** In a stream: in its last chunk, and only if the request asked for it. */
  readonly usage?: ChatUsage | null;
}

interface ChatChoice {
  /** From 0. */
  readonly index?: number;
  readonly finish_reason?: string | null;
  readonly message?: unknown;
  readonly text?: string;
  readonly delta?: ChatDelta;
}

interface ChatDelta {
  readonly content?: string | null;
  readonly refusal?: string | null;
  /** Of servers that speak OpenAI's API. */
  readonly reasoning_content?: string | null;
  readonly tool_calls?: readonly ToolCallDelta[];
}

interface ToolCallDelta {
  readonly index?: number;
  readonly id?: string;
  readonly function?: { readonly name?: string; readonly arguments?: string };
}

interface ChatUsage {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number; readonly cache_write_tokens?: number } | null;
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number } | null;
}

export const chatDialect: Dialect = {
  operation: 'chat',
  input: (request) => listOf((request as { messages?: unknown }).messages),
  readWhole: (answer, body) => {
    const { choices = [] } = readFrame(answer, body as ChatBody);
    answer.keep(choices.map(({ message }) => message));
  },
  readChunk: (answer, chunk) => {
    const { choices = [] } = readFrame(answer, chunk as ChatBody);
    for (const { delta, index } of choices) if (delta) readDelta(answer, delta, index);
  },
};

/** Before chat there was text; some servers have nothing else. */
export const textDialect: Dialect = {
  operation: 'text_completion',
  input: (request) => listOf((request as { prompt?: unknown }).prompt),
  readWhole: (answer, body) => {
    const { choices = [] } = readFrame(answer, body as ChatBody);
    answer.keep(choices.map(({ text }) => text));
  },
  readChunk: (answer, chunk) => {
    const { choices = [] } = readFrame(answer, chunk as ChatBody);
    for (const { text, index } of choices) readDelta(answer, { content: text ?? null }, index);
  },
};

export const embeddingsDialect: Dialect = {
  operation: 'embeddings',
  input: (request) => listOf((request as { input?: unknown }).input),
  readWhole: (answer, body) => void readFrame(answer, body as ChatBody),
  readChunk: () => undefined,
};

function readFrame(answer: Answer, body: ChatBody): ChatBody {
  answer.identify(body);
  for (const { index, finish_reason: reason } of body.choices ?? []) answer.finish(reason, index);
  if (body.usage) answer.usage = chatUsage(body.usage);
  return body;
}

function readDelta(
  answer: Answer,
  { content, refusal, reasoning_content: reasoning, tool_calls: calls }: ChatDelta,
  choice = 0,
): void {
  const text = content || refusal;
  answer.hasBegun ||= Boolean(text || reasoning || calls?.length);
  if (text) answer.gather(`text ${choice}`, { type: 'text' }, text);
  for (const { index, id, function: called } of calls ?? [])
    answer.gather(`call ${choice}.${index}`, { type: 'function', id, name: called?.name }, called?.arguments);
}

function chatUsage(usage: ChatUsage): ReturnType<typeof usageOf> {
  const { prompt_tokens: prompt, completion_tokens: completion = 0 } = usage;
  const { cached_tokens: cached, cache_write_tokens: cacheWrite } = usage.prompt_tokens_details ?? {};
  return usageOf({
    prompt,
    completion,
    cached,
    cacheWrite,
    reasoning: usage.completion_tokens_details?.reasoning_tokens,
  });
}

interface ResponsesBody {
  readonly id?: string;
  readonly model?: string;
  readonly status?: string;
  readonly incomplete_details?: { readonly reason?: string } | null;
  readonly output?: readonly unknown[];
  readonly usage?: ResponsesUsage | null;
}

interface ResponsesUsage {
  readonly input_tokens?: number;
  readonly input_tokens_details?: { readonly cached_tokens?: number; readonly cache_write_tokens?: number } | null;
  readonly output_tokens?: number;
  readonly output_tokens_details?: { readonly reasoning_tokens?: number } | null;
}

export const responsesDialect: Dialect = {
  operation: 'chat',
  input: (request) => {
    const { instructions, input } = request as { instructions?: unknown; input?: unknown };
    return [...(instructions ? [{ role: 'system', content: instructions }] : []), ...listOf(input)];
  },
  readWhole: readResponse,
  readChunk: (answer, chunk) => {
    const { type = '', response } = chunk as { type?: string; response?: ResponsesBody };
    answer.hasBegun ||= type.endsWith('.delta');
    if (response !== undefined) readResponse(answer, response);
  },
};

const UNDER_WAY: ReadonlySet<string> = new Set(['queued', 'in_progress']);

function readResponse(answer: Answer, body: unknown): void {
  const { status = 'completed', incomplete_details: incomplete, output = [], usage, ...rest } = body as ResponsesBody;
  answer.identify(rest);
  if (usage) answer.usage = responsesUsage(usage);
  if (UNDER_WAY.has(status)) return;
  answer.finish(incomplete?.reason ?? status);
  answer.hasFailed = status === 'failed';
  answer.keep(output);
}

function responsesUsage(usage: ResponsesUsage): ReturnType<typeof usageOf> {
  const { input_tokens: prompt, output_tokens: completion } = usage;
  const { cached_tokens: cached, cache_write_tokens: cacheWrite } = usage.input_tokens_details ?? {};
  return usageOf({ prompt, completion, cached, cacheWrite, reasoning: usage.output_tokens_details?.reasoning_tokens });
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
