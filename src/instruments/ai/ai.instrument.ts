/** Calls of language models: tokens, cost, latency and errors, whichever client makes them. */
import { activeContext, isTelemetrySuppressed, type Diagnostics } from '../../kernel/index.js';
import { Instrument, type InstrumentHost } from '../instrument.js';
import { HandleKeeper } from '../handle.js';
import { AiAccounts } from './ai-accounts.js';
import type { AiCompletionStart } from './ai-call.js';
import { AiCompletion, type AiDesk } from './ai-completion.js';
import { ContentRecorder } from './ai-content.js';
import { aiConvention, aiMetrics } from './ai.metrics.js';
import { PriceList } from './price-list.js';

/**
 * Calls of language models: tokens, cost, latency and errors, whichever client makes them.
 *
 * @example
 * ```ts
 * const completion = getInstrument(AiInstrument).completion({ provider: 'ollama', model: 'llama3.2', streaming: true });
 *
 * completion.firstToken();
 * completion.usage({ prompt: 12, completion: 80 });
 * completion.end();
 * ```
 */
export class AiInstrument extends Instrument {
  static override readonly metrics = aiMetrics;
  readonly name = 'ai';
  private readonly keeper: HandleKeeper;
  private readonly desk: AiDesk;

  constructor(host: InstrumentHost) {
    super(host);
    const { pipeline, meter, bus, config, redactor } = host;
    const { prices, recordContent, maxContentLength } = config.ai;
    host.measure([aiConvention]);
    this.keeper = new HandleKeeper(this.name, pipeline);
    this.desk = {
      accounts: new AiAccounts(meter, new PriceList(prices), bus),
      content: recordContent ? new ContentRecorder(redactor, maxContentLength, pipeline.diagnostics) : undefined,
    };
  }

  /** Under way now. */
  get openCount(): number {
    return this.keeper.openCount;
  }

  /** Whether prompts and answers are recorded: whoever would have to put them together may ask first. */
  get recordsContent(): boolean {
    return this.desk.content !== undefined;
  }

  /** Whether anybody would learn of a call here: false inside health checks and exports, and where everything is off. */
  get isObserving(): boolean {
    const { pipeline, bus } = this.host;
    if (isTelemetrySuppressed(activeContext())) return false;
    return pipeline.isObserved('ai.completion') || bus.hasListeners('ai.completion');
  }

  /** For what observes clients. */
  get diagnostics(): Diagnostics {
    return this.host.pipeline.diagnostics;
  }

  /**
   * A call of a model begins. End it by `end`, `fail` or `cancel`; one that is forgotten is counted as leaked.
   *
   * @see `observeOpenAI`, `observeAnthropic` and `aiSdkTelemetry`, which do all of this by themselves
   */
  completion(start: AiCompletionStart): AiCompletion {
    const { given } = this.keeper;
    const { provider, model, tier = 'default', ...asked } = given.fields(start);
    const names = { provider: given.name(provider), model: given.name(model), tier: given.name(tier) };
    return new AiCompletion(this.keeper, this.desk, { ...asked, ...names });
  }

  override close(): void {
    this.keeper.close();
  }
}
