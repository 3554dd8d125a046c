/**
 * Answers without a model. Everything follows from a hash of the prompt: the text, the time it takes, and whether it is one
 * of the few that are slow or fail, so that there are slow requests and errors to look at and they can be repeated.
 */
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { AssistantFailed } from '../common/domain-error.js';
import { AiProvider, type AnswerPart, type ChatTurn, type Prompt } from './ai-provider.js';
import { coaching, instructionFor } from './coaching.js';

const failingShare = 0.03;
const slowShare = 0.04;
const slowMs = 1_500;
const fastestMs = 20;
const latencySpreadMs = 100;
const charactersPerToken = 4;
/** Of the time until the first word. */
const writingShare = 0.5;

export class LocalAiProvider extends AiProvider {
  readonly name = 'local';
  readonly isStreaming = true;

  /** Looking back takes the new model, which has no price yet. */
  modelFor({ component }: Prompt): string {
    return component === 'decision_quality' ? 'coach-2-preview' : 'coach-1';
  }

  /** It is part of this process. */
  async ping(): Promise<void> {}

  async *answer({ decision, component, turns }: Prompt): AsyncIterable<AnswerPart> {
    const instruction = instructionFor(decision, component);
    const hash = createHash('sha256')
      .update([instruction, ...turns.map(textOf)].join('\n'))
      .digest();
    const fate = shareAt(hash, 0);
    const waitMs = latencyMs(fate, shareAt(hash, 4));

    await setTimeout(waitMs * (1 - writingShare));
    if (fate < failingShare) throw new AssistantFailed('The local assistant is overloaded. Ask in other words.');
    const words = answerTo(decision, coaching[component], shareAt(hash, 8)).match(/\S+\s*/g)!;
    for (const half of halves(words)) {
      yield { text: half.join('') };
      await setTimeout((waitMs * writingShare) / 2);
    }
    yield { ...tokensRead(instruction, turns), tokens: tokensIn(words.join('')) };
  }
}

/** What it was told before, it remembers. */
function tokensRead(instruction: string, turns: readonly ChatTurn[]): { promptTokens: number; cachedTokens: number } {
  const past = turns.slice(0, -1).map(textOf).join('\n');
  const cachedTokens = past === '' ? 0 : tokensIn(instruction + past);
  return { promptTokens: tokensIn(instruction + turns.map(textOf).join('\n')), cachedTokens };
}

function textOf({ content }: ChatTurn): string {
  return content;
}

function halves(words: readonly string[]): readonly (readonly string[])[] {
  const middle = Math.ceil(words.length / 2);
  return [words.slice(0, middle), words.slice(middle)];
}

/** A number from 0 up to 1, from four bytes of the hash. */
function shareAt(hash: Buffer, offset: number): number {
  return hash.readUInt32BE(offset) / 2 ** 32;
}

function latencyMs(fate: number, spread: number): number {
  const isSlow = fate >= failingShare && fate < failingShare + slowShare;
  return isSlow ? slowMs : Math.round(fastestMs + spread * latencySpreadMs);
}

function answerTo(decision: string, questions: readonly string[], choice: number): string {
  const question = questions[Math.floor(choice * questions.length)]!;
  return `On "${decision}": ${question}`;
}

function tokensIn(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}
