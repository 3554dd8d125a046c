/** The handle of one call of a model. */
import { AI_EVENTS, outcomeOf, type AiUsage } from '../../kernel/index.js';
import { Handle, type HandleKeeper } from '../handle.js';
import type { AiAccounts } from './ai-accounts.js';
import { AiCall, type AiCompletionStart, type AiResponse } from './ai-call.js';
import type { ContentRecorder } from './ai-content.js';

/** What all completions of an application share. */
export interface AiDesk {
  readonly accounts: AiAccounts;
  /** Undefined unless `ai.recordContent` is on. */
  readonly content: ContentRecorder | undefined;
}

/**
 * One call of a model, until its answer is there.
 *
 * @example
 * ```ts
 * const answer: AiCompletion = getInstrument(AiInstrument).completion({ provider: 'ollama', model: 'llama3.2' });
 *
 * try {
 *   const text = await answer.runIn(() => page.render());
 *   answer.response({ output: [text], finishReasons: ['stop'] });
 *   answer.end();
 * } catch (error) {
 *   answer.fail(error);
 * }
 * ```
 */
export class AiCompletion extends Handle {
  private readonly call: AiCall;

  constructor(
    keeper: HandleKeeper,
    private readonly desk: AiDesk,
    start: AiCompletionStart,
  ) {
    const { accounts } = desk;
    const call = new AiCall(start);
    const { name, labels } = call;
    const begin = { kind: 'ai.completion', name, labels, attributes: start.attributes, subject: call } as const;
    super(keeper, begin, (end) => accounts.settle(call, end));
    this.call = call;
    call.operation = this.operation;
    if (start.input !== undefined) call.input = this.content?.record(start.input, 'user');
  }

  /** The request is on its way; with every further try again. */
  requestSent(): void {
    if (this.isUsable()) this.event(AI_EVENTS.requestSent);
  }

  /** The answer has begun. Call it with every token if that is easier: the first one counts. */
  firstToken(): void {
    if (!this.isUsable() || this.call.timeToFirstTokenMs !== undefined) return;
    const { operation, keeper } = this;
    this.call.timeToFirstTokenMs = keeper.pipeline.clock.now() - operation.startedAtMs;
    this.desk.accounts.begun(this.call);
    this.event(AI_EVENTS.firstToken);
  }

  /** Tokens as far as they are known: providers report sums while they stream, and the last ones before the end count. */
  usage(usage: AiUsage): void {
    if (!this.isUsable()) return;
    if (this.keeper.given.safely('usage', () => isPossible(usage), false)) this.call.usage = { ...usage };
    else this.keeper.pipeline.diagnostics.misused('ai', 'impossible_usage', USAGE_ADVICE);
  }

  /** What the provider says about its answer, at once or bit by bit; with its finish reasons the answer is there. */
  response({ output, ...response }: AiResponse = {}): void {
    if (!this.isUsable()) return;
    this.call.response = { ...this.call.response, ...response };
    if (output !== undefined) this.call.output = this.content?.record(output, 'assistant');
    if (response.finishReasons !== undefined) this.answered();
  }

  /** It went well. */
  override end(): boolean {
    if (!this.isEnded) this.answered();
    return super.end({ outcome: 'ok' });
  }

  /** It failed, or was called off where the error says so. */
  fail(error: unknown): void {
    super.end({ outcome: outcomeOf(error), error });
  }

  /** Nobody wants the answer any more. */
  cancel(): void {
    super.end({ outcome: 'canceled' });
  }

  /** Where no span is recorded there is no place for it. */
  private get content(): ContentRecorder | undefined {
    return this.operation.span?.isRecording() === true ? this.desk.content : undefined;
  }

  private answered(): void {
    if (this.call.isAnswered) return;
    this.call.isAnswered = true;
    this.event(AI_EVENTS.responseReceived);
  }
}

const USAGE_ADVICE =
  'tokens must be numbers of at least 0, cached and cacheWrite within prompt, reasoning within completion; none were recorded';

/** Whatever the provider has said, if it has said anything. */
function isPossible(usage: AiUsage | null | undefined): boolean {
  if (usage === null || usage === undefined) return false;
  const { prompt, completion, cached = 0, cacheWrite = 0, reasoning = 0 } = usage;
  const areCounts = [prompt, completion, cached, cacheWrite, reasoning].every(
    (tokens: unknown) => typeof tokens === 'number' && tokens >= 0 && tokens < Infinity,
  );
  return areCounts && cached + cacheWrite <= prompt && reasoning <= completion;
}
