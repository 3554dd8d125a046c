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

export interface Completion {
  readonly content: string;
  readonly model: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

export abstract class AiProvider {
  abstract readonly name: string;

  /** Throws `AssistantFailed` or `AssistantTimeout`. */
  abstract complete(prompt: Prompt): Promise<Completion>;
}
