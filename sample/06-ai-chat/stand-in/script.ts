/** What the stand-in says. Everything follows from the words of the question, so that it can be asked again. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content?: string | null }[];
}

export type Reply =
  | { readonly status: number; readonly message: string }
  | { readonly deltas: readonly object[]; readonly finishReason: 'stop' | 'tool_calls'; readonly usage: object };

const teas = ['Assam', 'Darjeeling', 'Sencha'];
const charactersPerToken = 4;

/** @param attempt from 0: the client tries again by itself */
export function reply({ messages }: ChatRequest, attempt: number): Reply {
  const question = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const last = messages.at(-1);
  if (/broken/i.test(question)) return { status: 400, message: 'This question cannot be read.' };
  if (/busy/i.test(question) && attempt === 0) return { status: 503, message: 'Try again in a moment.' };
  if (last?.role === 'tool') return spoken(messages, `There are ${last.content} left. Shall I put some aside for you?`);
  const tea = /stock/i.test(question)
    ? (teas.find((name) => new RegExp(name, 'i').test(question)) ?? 'Assam')
    : undefined;
  return tea === undefined ? spoken(messages, ADVICE) : toolCall(messages, tea);
}

const ADVICE =
  'Take a teaspoon for each cup. Black tea wants boiling water and four minutes, green tea eighty degrees and two. Then ask me ' +
  'what is in stock.';

function spoken(messages: ChatRequest['messages'], text: string): Reply {
  const deltas = text.match(/\S+\s*/g)!.map((content) => ({ content }));
  return { deltas: [{ role: 'assistant' }, ...deltas], finishReason: 'stop', usage: usageOf(messages, text) };
}

function toolCall(messages: ChatRequest['messages'], tea: string): Reply {
  const call = { name: 'stock_of', arguments: JSON.stringify({ tea }) };
  const delta = { role: 'assistant', tool_calls: [{ index: 0, id: 'call-1', type: 'function', function: call }] };
  return { deltas: [delta], finishReason: 'tool_calls', usage: usageOf(messages, call.arguments) };
}

/** What was said before the question it has read before, and keeps. */
function usageOf(messages: ChatRequest['messages'], answer: string): object {
  const asked = messages.findLastIndex(({ role }) => role === 'user');
  const cached = asked > 1 ? tokensIn(messages.slice(0, asked)) : 0;
  const [prompt, completion] = [tokensIn(messages), tokensIn([{ content: answer }])];
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cached },
  };
}

function tokensIn(messages: readonly { readonly content?: string | null }[]): number {
  return Math.ceil(messages.map(({ content }) => content ?? '').join('').length / charactersPerToken);
}
