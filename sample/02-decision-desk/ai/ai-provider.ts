/** What the desk asks of a language model, whoever runs it. The abstract class is also the token to inject. */
import type { ComponentType } from '../cycles/component-type.js';

export interface ChatTurn {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

export interface Prompt {
  /** What is being decided. */
  readonly decision: string;
  readonly component: ComponentType;
  /** The conversation so far, ending with the user's question. */
  readonly turns: readonly ChatTurn[];
}

/** A piece of the answer as it comes, or what it took, once that is known. */
export type AnswerPart =
  { readonly text: string } | { readonly promptTokens: number; readonly cachedTokens: number; readonly tokens: number };

export interface Completion {
  readonly content: string;
  readonly model: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

export abstract class AiProvider {
  abstract readonly name: string;
  /** Whether answers come in pieces. */
  abstract readonly isStreaming: boolean;

  /** Which model answers. */
  abstract modelFor(prompt: Prompt): string;

  /** Rejects while it cannot be reached; costs nothing. */
  abstract ping(signal: AbortSignal): Promise<void>;

  /** Throws `AssistantFailed` or `AssistantTimeout`. */
  abstract answer(prompt: Prompt): AsyncIterable<AnswerPart>;
}
