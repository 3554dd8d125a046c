/** The desk's assistant: one completion per question, passed on word by word as the provider finds them. */
import { Injectable } from '@nestjs/common';
import { AiInstrument, type AiCompletion } from 'nestjs-observability/instruments';
import { AiProvider, type AnswerPart, type Completion, type Prompt } from './ai-provider.js';

export interface Question extends Prompt {
  /** Who pays: the role of the user who asks. */
  readonly tier: string;
  /** Called with each piece of the answer. */
  readonly onText?: (text: string) => void;
}

@Injectable()
export class AssistantService {
  constructor(
    private readonly provider: AiProvider,
    private readonly ai: AiInstrument,
  ) {}

  // #region completion
  async complete(question: Question): Promise<Completion> {
    const { name: provider, isStreaming: streaming } = this.provider;
    const model = this.provider.modelFor(question);
    const completion = this.ai.completion({ provider, model, streaming, tier: question.tier });
    try {
      const answer = await completion.runIn(() => this.read(question, completion));
      completion.end();
      return { ...answer, model };
    } catch (error) {
      completion.fail(error);
      throw error;
    }
  }
  // #endregion

  private async read(question: Question, completion: AiCompletion): Promise<Omit<Completion, 'model'>> {
    let content = '';
    let usage = { promptTokens: 0, completionTokens: 0 };
    completion.requestSent();
    for await (const part of this.provider.answer(question)) {
      if ('text' in part) {
        completion.firstToken();
        content += part.text;
        question.onText?.(part.text);
      } else usage = record(part, completion);
    }
    return { content, ...usage };
  }
}

type Usage = Exclude<AnswerPart, { readonly text: string }>;

function record({ promptTokens, cachedTokens, tokens }: Usage, completion: AiCompletion) {
  completion.usage({ prompt: promptTokens, completion: tokens, cached: cachedTokens });
  return { promptTokens, completionTokens: tokens };
}
