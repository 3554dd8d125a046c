/**
 * One call of a client's method, from its request to the end of its answer. It looks on: whatever an answer holds, and whatever
 * reading it does, the application gets what it would have got.
 */
import type { Diagnostics } from '../../../kernel/index.js';
import type { AiCompletion } from '../ai-completion.js';
import { AiResponseFailed } from '../ai-error.js';
import type { Answer, Dialect } from './answer.js';

export interface CallParts {
  readonly completion: AiCompletion;
  readonly dialect: Dialect;
  readonly answer: Answer;
  readonly diagnostics: Diagnostics;
}

/** Calls whose answer nobody has read to its end, by the promise or the stream that would have given it. */
const abandoned = new FinalizationRegistry<ObservedCall>((call) => call.stop());

export class ObservedCall {
  constructor(private readonly parts: CallParts) {}

  /** The answer can be had from `source` alone: once that is gone, nobody will read it. */
  dependOn(source: object): void {
    abandoned.unregister(this);
    if (!this.isOver) abandoned.register(source, this, this);
  }

  /** The answer is being read, and will end by itself. */
  beginReading(): void {
    abandoned.unregister(this);
  }

  /** Where an answer cannot be looked at, frozen say, that it came is all there will be to know. */
  lookAt(look: () => void): void {
    this.safely(look, () => this.finish());
  }

  readWhole(body: unknown): void {
    const { dialect, answer } = this.parts;
    this.safely(() => dialect.readWhole(answer, body));
    this.finish();
  }

  readChunk(chunk: unknown): void {
    if (this.isOver) return;
    const { dialect, answer, completion } = this.parts;
    this.safely(() => dialect.readChunk(answer, chunk));
    if (answer.hasBegun) completion.firstToken();
  }

  finish(): void {
    this.settle((completion) =>
      this.parts.answer.hasFailed ? completion.fail(new AiResponseFailed()) : completion.end(),
    );
  }

  /** Nobody reads on. Who has read why the answer stopped has all of it. */
  stop(): void {
    if (this.parts.answer.isComplete) this.finish();
    else this.settle((completion) => completion.cancel());
  }

  fail(error: unknown): void {
    this.settle((completion) => completion.fail(error));
  }

  private get isOver(): boolean {
    return this.parts.completion.isEnded;
  }

  private settle(end: (completion: AiCompletion) => void): void {
    abandoned.unregister(this);
    if (this.isOver) return;
    this.safely(() => this.tellAnswer());
    end(this.parts.completion);
  }

  private tellAnswer(): void {
    const { completion, answer } = this.parts;
    const { id, model, finishReasons, usage, output } = answer;
    if (usage !== undefined) completion.usage(usage);
    if (id === undefined && model === undefined && output === undefined) return;
    completion.response({ id, model, output, finishReasons: finishReasons.length === 0 ? undefined : finishReasons });
  }

  private safely(read: () => void, otherwise?: () => void): void {
    const work = (): boolean => {
      read();
      return true;
    };
    if (!this.parts.diagnostics.safely('ai', 'answer', work, false)) otherwise?.();
  }
}
