/** What a call adds up to once it is over: its tokens, its cost or that none is known, its error, and the news of it. */
import type { AiUsage, Meter, MeterFamily, OperationEnd, TelemetryBus, TelemetryEvents } from '../../kernel/index.js';
import { idsOf } from '../../hooks/index.js';
import type { AiCall } from './ai-call.js';
import { aiErrorTypeOf } from './ai-error.js';
import { aiCost, aiErrors, aiTimeToFirstToken, aiTokens, aiUnpricedCalls } from './ai.metrics.js';
import type { PriceList } from './price-list.js';

export class AiAccounts {
  private readonly tokens: MeterFamily<'counter'>;
  private readonly cost: MeterFamily<'counter'>;
  private readonly unpriced: MeterFamily<'counter'>;
  private readonly errors: MeterFamily<'counter'>;
  private readonly timeToFirstToken: MeterFamily<'histogram'>;

  constructor(
    meter: Meter,
    private readonly prices: PriceList,
    private readonly bus: TelemetryBus,
  ) {
    this.tokens = meter.define(aiTokens);
    this.cost = meter.define(aiCost);
    this.unpriced = meter.define(aiUnpricedCalls);
    this.errors = meter.define(aiErrors);
    this.timeToFirstToken = meter.define(aiTimeToFirstToken);
  }

  begun({ provider, timeToFirstTokenMs = 0 }: AiCall): void {
    this.timeToFirstToken.cell([provider]).observe(timeToFirstTokenMs / 1000);
  }

  settle(call: AiCall, end: OperationEnd): void {
    const { provider, usage } = call;
    if (usage !== undefined) this.countTokens(call, usage);
    this.charge(call, end);
    if (end.outcome === 'error') this.errors.cell([provider, aiErrorTypeOf(end.error)]).add(1);
    if (this.bus.hasListeners('ai.completion')) this.bus.emit('ai.completion', newsOf(call, end));
  }

  /** What is within another is not counted again: the sum over all types is the number of tokens. */
  private countTokens({ provider, model }: AiCall, { prompt, completion, cached }: AiUsage): void {
    this.tokens.cell([provider, model, 'prompt']).add(prompt - (cached ?? 0));
    this.tokens.cell([provider, model, 'completion']).add(completion);
    if (cached !== undefined) this.tokens.cell([provider, model, 'cached']).add(cached);
  }

  private charge(call: AiCall, { outcome }: OperationEnd): void {
    const { provider, model, tier, usage, response } = call;
    // A call that failed has cost nothing, unless the provider reported tokens before.
    if (usage === undefined && outcome === 'error') return;
    const models = response.model === undefined || response.model === model ? [model] : [response.model, model];
    call.costCents = usage && this.prices.costCents({ provider, models }, usage);
    if (call.costCents === undefined) this.unpriced.cell([provider, model]).add(1);
    else this.cost.cell([provider, model, tier]).add(call.costCents);
  }
}

function newsOf(call: AiCall, { outcome, error }: OperationEnd): TelemetryEvents['ai.completion'] {
  const { operation, provider, model, response, tier, isStreaming, usage, costCents, timeToFirstTokenMs } = call;
  const durationMs = operation.pipeline.clock.now() - operation.startedAtMs;
  return {
    ...idsOf(operation),
    provider,
    model,
    responseModel: response.model,
    tier,
    isStreaming,
    outcome,
    error,
    usage,
    costCents,
    durationMs,
    timeToFirstTokenMs,
  };
}
