/** Any endpoint that speaks OpenAI's chat completions, such as a hosted model or a local Ollama or vLLM. */
import { AssistantFailed, AssistantTimeout, type DomainError } from '../common/domain-error.js';
import type { OpenAiSettings } from '../common/settings.js';
import { AiProvider, type AnswerPart, type Prompt } from './ai-provider.js';
import { instructionFor } from './coaching.js';

const timeoutMs = 20_000;

/** The part of the answer that is read here: https://platform.openai.com/docs/api-reference/chat/object */
interface ChatCompletion {
  readonly choices?: readonly { readonly message?: { readonly content?: string | null } }[];
  readonly usage?: {
    readonly prompt_tokens?: number;
    readonly completion_tokens?: number;
    readonly prompt_tokens_details?: { readonly cached_tokens?: number };
  };
}

export class OpenAiProvider extends AiProvider {
  readonly name = 'openai';
  readonly isStreaming = false;

  constructor(private readonly settings: OpenAiSettings) {
    super();
  }

  modelFor(): string {
    return this.settings.model;
  }

  async ping(signal: AbortSignal): Promise<void> {
    const { ok, status } = await fetch(this.urlOf('models'), { headers: this.headers, signal });
    if (!ok) throw new AssistantFailed(`The model's endpoint answered ${status}.`);
  }

  /** In one piece: the desk asks for no stream. */
  async *answer(prompt: Prompt): AsyncIterable<AnswerPart> {
    const { choices, usage } = await this.post(prompt);
    const text = choices?.[0]?.message?.content;
    if (!text) throw new AssistantFailed('The model answered without any text.');
    yield { text };
    yield {
      promptTokens: usage?.prompt_tokens ?? 0,
      cachedTokens: usage?.prompt_tokens_details?.cached_tokens ?? 0,
      tokens: usage?.completion_tokens ?? 0,
    };
  }

  private async post({ decision, component, turns }: Prompt): Promise<ChatCompletion> {
    const messages = [{ role: 'system', content: instructionFor(decision, component) }, ...turns];
    try {
      const response = await fetch(this.urlOf('chat/completions'), {
        method: 'POST',
        headers: this.headers,
        body: JSON.stringify({ model: this.settings.model, messages }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) throw new AssistantFailed(`The model's endpoint answered ${response.status}.`);
      return (await response.json()) as ChatCompletion;
    } catch (error) {
      throw mapped(error);
    }
  }

  private get headers(): Record<string, string> {
    return { 'content-type': 'application/json', authorization: `Bearer ${this.settings.apiKey}` };
  }

  private urlOf(path: string): string {
    return `${this.settings.baseUrl.replace(/\/$/, '')}/${path}`;
  }
}

function mapped(error: unknown): DomainError {
  if (error instanceof AssistantFailed) return error;
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new AssistantTimeout(`The model did not answer within ${timeoutMs} ms.`, { cause: error });
  }
  return new AssistantFailed('The model cannot be reached or answers nonsense.', { cause: error });
}
