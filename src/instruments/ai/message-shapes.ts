/**
 * Messages of every provider in the shape of the GenAI conventions: `{ role, parts: [{ type: 'text', content }] }`. Providers differ
 * in the names of a few fields only. Of images, sound and files the type is all that is told.
 */

/**
 * A message of a prompt or an answer.
 * As providers have it: a text, or a role with a text or with parts such as `{ type: 'text', text: '…' }`.
 *
 * @example
 * ```ts
 * const prompt: AiMessage[] = [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'How are you?' }];
 *
 * getInstrument(AiInstrument).completion({ provider: 'ollama', model: 'llama3.2', input: prompt }).end();
 * ```
 */
export type AiMessage = string | { readonly role?: string; readonly content?: unknown };

export interface ConventionalMessage {
  readonly role: string;
  readonly parts: readonly Part[];
}

type Part = Readonly<Record<string, unknown>> & { readonly type: string };

/** What one of a message's parts may be called by; a tool call and its result are parts with some, messages with others. */
interface Fields {
  readonly type?: unknown;
  readonly role?: unknown;
  readonly text?: unknown;
  readonly thinking?: unknown;
  readonly refusal?: unknown;
  readonly summary?: unknown;
  readonly id?: unknown;
  readonly call_id?: unknown;
  readonly tool_call_id?: unknown;
  readonly tool_use_id?: unknown;
  readonly toolCallId?: unknown;
  readonly name?: unknown;
  readonly toolName?: unknown;
  readonly arguments?: unknown;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly content?: unknown;
  readonly tool_calls?: unknown;
  readonly function?: Fields;
}

/** @param defaultRole where the message names none */
export function conventional(message: unknown, defaultRole: string): ConventionalMessage {
  if (typeof message === 'string') return { role: defaultRole, parts: [textPart(message)] };
  const fields = (message ?? {}) as Fields;
  const role = typeof fields.role === 'string' ? fields.role : defaultRole;
  if (fields.tool_call_id !== undefined) return { role, parts: [toolResult(fields)] };
  // Items of OpenAI's responses are messages, or what elsewhere is a part of one.
  if (fields.content === undefined && fields.tool_calls === undefined) return { role, parts: [partOf(fields)] };
  return { role, parts: [...listOf(fields.content), ...listOf(fields.tool_calls)].map(partOf) };
}

function listOf(content: unknown): readonly unknown[] {
  if (content === undefined || content === null || content === '') return [];
  return Array.isArray(content) ? content : [content];
}

function partOf(part: unknown): Part {
  if (typeof part === 'string') return textPart(part);
  const fields = (part ?? {}) as Fields;
  const type = String(fields.type ?? 'unknown');
  if (TOOL_CALLS.has(type)) return toolCall({ ...fields, ...fields.function });
  if (TOOL_RESULTS.has(type)) return toolResult(fields);
  if (REASONING.has(type)) return { type: 'reasoning', content: reasoningOf(fields) };
  const text = fields.text ?? fields.refusal;
  return typeof text === 'string' ? textPart(text) : { type };
}

const TOOL_CALLS: ReadonlySet<string> = new Set(['function', 'function_call', 'tool_use', 'tool-call']);
const TOOL_RESULTS: ReadonlySet<string> = new Set(['function_call_output', 'tool_result', 'tool-result']);
const REASONING: ReadonlySet<string> = new Set(['reasoning', 'thinking']);

function textPart(content: string): Part {
  return { type: 'text', content };
}

function toolCall(fields: Fields): Part {
  const { name = fields.toolName, arguments: given = fields.input } = fields;
  return { type: 'tool_call', id: idOf(fields), name, arguments: given };
}

function toolResult(fields: Fields): Part {
  const { output = fields.content } = fields;
  return { type: 'tool_call_response', id: idOf(fields), response: output };
}

function idOf({ call_id, tool_call_id, tool_use_id, toolCallId, id }: Fields): unknown {
  return call_id ?? tool_call_id ?? tool_use_id ?? toolCallId ?? id;
}

function reasoningOf({ text, thinking = text, summary }: Fields): string {
  if (typeof thinking === 'string') return thinking;
  return listOf(summary)
    .map((part) => (part as Fields | null)?.text)
    .filter((one) => typeof one === 'string')
    .join('\n');
}
