/**
 * Answers without a model. Everything follows from a hash of the prompt: the text, the time it takes, and whether it is one
 * of the few that are slow or fail, so that there are slow requests and errors to look at and they can be repeated.
 */
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { AssistantFailed } from '../common/domain-error.js';
import { AiProvider, type Completion, type Prompt } from './ai-provider.js';
import { coaching, instructionFor } from './coaching.js';

const failingShare = 0.03;
const slowShare = 0.04;
const slowMs = 1_500;
const fastestMs = 20;
const latencySpreadMs = 100;
const charactersPerToken = 4;

export class LocalAiProvider extends AiProvider {
  readonly name = 'local';

  async complete({ decision, component, turns }: Prompt): Promise<Completion> {
    const promptText = [instructionFor(decision, component), ...turns.map(({ content }) => content)].join('\n');
    const hash = createHash('sha256').update(promptText).digest();
    const fate = shareAt(hash, 0);

    await setTimeout(latencyMs(fate, shareAt(hash, 4)));
    if (fate < failingShare) throw new AssistantFailed('The local assistant is overloaded. Ask in other words.');

    const content = answer(decision, coaching[component], shareAt(hash, 8));
    return {
      content,
      model: 'coach-1',
      promptTokens: tokensIn(promptText),
      completionTokens: tokensIn(content),
    };
  }
}

/** A number from 0 up to 1, from four bytes of the hash. */
function shareAt(hash: Buffer, offset: number): number {
  return hash.readUInt32BE(offset) / 2 ** 32;
}

function latencyMs(fate: number, spread: number): number {
  const isSlow = fate >= failingShare && fate < failingShare + slowShare;
  return isSlow ? slowMs : Math.round(fastestMs + spread * latencySpreadMs);
}

function answer(decision: string, questions: readonly string[], choice: number): string {
  const question = questions[Math.floor(choice * questions.length)]!;
  return `On "${decision}": ${question}`;
}

function tokensIn(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}
