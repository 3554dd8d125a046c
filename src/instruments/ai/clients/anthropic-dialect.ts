/** Anthropic's messages. Its `input_tokens` are those that had nothing to do with the cache; the others are added to them. */
import { usageOf, type Answer, type Dialect } from './answer.js';

interface Message {
  readonly id?: string;
  readonly model?: string;
  readonly content?: readonly unknown[];
  readonly stop_reason?: string | null;
  readonly usage?: Usage;
}

interface Usage {
  readonly input_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly output_tokens?: number | null;
  readonly output_tokens_details?: { readonly thinking_tokens?: number } | null;
}

interface StreamEvent {
  readonly type?: string;
  readonly message?: Message;
  readonly index?: number;
  readonly content_block?: Block;
  readonly delta?: Delta;
  readonly usage?: Usage;
}

interface Block {
  readonly type?: string;
  readonly id?: string;
  readonly name?: string;
}

interface Delta {
  readonly text?: string;
  readonly thinking?: string;
  readonly partial_json?: string;
  readonly stop_reason?: string | null;
}

export const anthropicDialect: Dialect = {
  operation: 'chat',
  input: (request) => {
    const { system, messages = [] } = request as { system?: unknown; messages?: readonly unknown[] };
    return [...(system ? [{ role: 'system', content: system }] : []), ...messages];
  },
  readWhole: (answer, body) => {
    const message = body as Message;
    readMessage(answer, message);
    answer.keep([{ content: message.content }]);
  },
  readChunk: (answer, chunk) => {
    const event = chunk as StreamEvent;
    READERS[event.type ?? '']?.(answer, event);
  },
};

const READERS: Readonly<Record<string, (answer: Answer, event: StreamEvent) => void>> = {
  message_start: (answer, { message = {} }) => readMessage(answer, message),
  content_block_start: (answer, { index, content_block: block = {} }) => {
    answer.gather(index, { type: block.type ?? 'text', id: block.id, name: block.name }, undefined);
  },
  content_block_delta: (answer, { index, delta = {} }) => {
    answer.hasBegun = true;
    answer.gather(index, { type: 'text' }, delta.text ?? delta.thinking ?? delta.partial_json);
  },
  message_delta: (answer, { delta = {}, usage = {} }) => {
    answer.finish(delta.stop_reason);
    readUsage(answer, usage);
  },
};

function readMessage(answer: Answer, message: Message): void {
  answer.identify(message);
  answer.finish(message.stop_reason);
  readUsage(answer, message.usage ?? {});
}

/** Later events tell the sums anew, or only some of them. */
function readUsage(answer: Answer, usage: Usage): void {
  const known = answer.usage;
  const cached = usage.cache_read_input_tokens ?? known?.cached;
  const cacheWrite = usage.cache_creation_input_tokens ?? known?.cacheWrite;
  const aside = (cached ?? 0) + (cacheWrite ?? 0);
  answer.usage = usageOf({
    prompt: typeof usage.input_tokens === 'number' ? usage.input_tokens + aside : known?.prompt,
    completion: usage.output_tokens ?? known?.completion,
    cached,
    cacheWrite,
    reasoning: usage.output_tokens_details?.thinking_tokens ?? known?.reasoning,
  });
}
