/** Calls of models: the newest ones, and what each model adds up to since the start. Metrics know no model for durations. */
import type { AiCompletionFacts, TelemetryBus, TelemetryEvents } from '../../kernel/index.js';
import { OVERFLOW_LABEL } from '../../metrics/index.js';
import type { AiCallRow, AiModelRow } from '../shapes/index.js';
import { RecentValues } from './recent-values.js';
import type { RecorderSwitch } from './recorder-switch.js';

const MAX_CALLS = 100;
const MAX_MODELS = 100;

/** Estimated. */
const CALL_BYTES = 500;
const MODEL_BYTES = 5_000;

export interface AiCallsOptions {
  readonly bus: TelemetryBus;
  readonly recorderSwitch: Pick<RecorderSwitch, 'guard'>;
  /** `ai.recordContent` */
  readonly hasContent: boolean;
}

export class AiCalls {
  unpricedCalls = 0;
  /** The newest last. */
  private readonly recent: AiCallRow[] = [];
  private readonly byModel = new Map<string, ModelAccount>();
  private stop: (() => void) | undefined;

  constructor(private readonly options: AiCallsOptions) {}

  start(): void {
    const { bus, recorderSwitch } = this.options;
    this.stop ??= bus.on('ai.completion', (facts, { epochMs }) =>
      recorderSwitch.guard('calls of models', () => this.take(facts, epochMs)),
    );
  }

  close(): void {
    this.stop?.();
    this.stop = undefined;
  }

  get usedBytes(): number {
    return this.recent.length * CALL_BYTES + this.byModel.size * MODEL_BYTES;
  }

  /** The newest first. */
  calls(): readonly AiCallRow[] {
    return this.recent.toReversed();
  }

  /** Those that cost most first, then those called most. */
  models(): readonly AiModelRow[] {
    const rows = [...this.byModel.values()].map((account) => account.row());
    return rows.toSorted((one, other) => (other.costCents ?? 0) - (one.costCents ?? 0) || other.calls - one.calls);
  }

  private take(facts: TelemetryEvents['ai.completion'], timeMs: number): void {
    this.recent.push(callRow(facts, timeMs, this.options.hasContent));
    if (this.recent.length > MAX_CALLS) this.recent.shift();
    if (isUnpriced(facts)) this.unpricedCalls++;
    this.accountOf(facts).add(facts);
  }

  /** Models are a handful of values; what is more has one account together. */
  private accountOf({ provider, model, tier }: AiCompletionFacts): ModelAccount {
    const key = [provider, model, tier].join('\u0000');
    const known = this.byModel.get(key);
    if (known !== undefined) return known;
    const isFull = this.byModel.size >= MAX_MODELS;
    const [knownAs, account] = isFull
      ? [OVERFLOW_LABEL, this.byModel.get(OVERFLOW_LABEL) ?? new ModelAccount(OVERFLOW_LABEL, OVERFLOW_LABEL, '')]
      : [key, new ModelAccount(provider, model, tier)];
    this.byModel.set(knownAs, account);
    return account;
  }
}

class ModelAccount {
  private calls = 0;
  private errors = 0;
  private promptTokens = 0;
  private completionTokens = 0;
  private cachedTokens = 0;
  private costCents: number | null = null;
  private readonly durationsMs = new RecentValues();
  private readonly firstTokensMs = new RecentValues();

  constructor(
    private readonly provider: string,
    private readonly model: string,
    private readonly tier: string,
  ) {}

  add({ outcome, usage, costCents, durationMs, timeToFirstTokenMs }: AiCompletionFacts): void {
    this.calls++;
    if (outcome === 'error') this.errors++;
    this.promptTokens += usage?.prompt ?? 0;
    this.completionTokens += usage?.completion ?? 0;
    this.cachedTokens += usage?.cached ?? 0;
    if (costCents !== undefined) this.costCents = (this.costCents ?? 0) + costCents;
    this.durationsMs.add(durationMs);
    if (timeToFirstTokenMs !== undefined) this.firstTokensMs.add(timeToFirstTokenMs);
  }

  row(): AiModelRow {
    const { provider, model, tier, calls, errors, promptTokens, completionTokens, cachedTokens, costCents } = this;
    return {
      provider,
      model,
      tier,
      calls,
      errors,
      promptTokens,
      completionTokens,
      cachedTokens,
      costCents,
      p50Ms: this.durationsMs.quantile(0.5),
      p95Ms: this.durationsMs.quantile(0.95),
      firstTokenP50Ms: this.firstTokensMs.quantile(0.5),
    };
  }
}

/** As `ai_unpriced_calls_total` counts: what failed without having reported tokens has cost nothing. */
function isUnpriced({ costCents, usage, outcome }: AiCompletionFacts): boolean {
  return costCents === undefined && (usage !== undefined || outcome !== 'error');
}

function callRow(facts: TelemetryEvents['ai.completion'], timeMs: number, hasContent: boolean): AiCallRow {
  const { provider, model, tier, outcome, durationMs, timeToFirstTokenMs, usage, costCents, traceId } = facts;
  return {
    timeMs,
    provider,
    model,
    tier,
    outcome,
    durationMs,
    firstTokenMs: timeToFirstTokenMs ?? null,
    promptTokens: usage?.prompt ?? null,
    completionTokens: usage?.completion ?? null,
    costCents: costCents ?? null,
    traceId: traceId ?? null,
    hasContent: hasContent && traceId !== undefined,
  };
}
