/** `GET ai`: calls of models, their tokens, cost and latency. */
import type { Clock } from '../../kernel/index.js';
import type { MetricRegistry } from '../../metrics/index.js';
import type { AiCalls } from '../recorder/ai-calls.js';
import type { SeriesHistory } from '../recorder/series-history.js';
import { KnownPoints } from '../recorder/series/known-points.js';
import { SeriesTotals } from '../recorder/series/series-totals.js';
import type { ConsoleResource } from '../resource.js';
import type { AiAnswer } from '../shapes/index.js';
import { MetricAxis } from './metric-axis.js';

const MINUTE_MS = 60_000;
const HISTORY_MS = 60 * MINUTE_MS;

export interface AiSurroundings {
  readonly aiCalls: AiCalls;
  readonly history: SeriesHistory;
  readonly registry: MetricRegistry;
  readonly clock: Clock;
}

export class AiResource implements ConsoleResource {
  readonly name = 'ai';

  constructor(private readonly surroundings: AiSurroundings) {}

  async read(): Promise<Omit<AiAnswer, 'version'>> {
    const { aiCalls, history } = this.surroundings;
    await history.look();
    return {
      models: aiCalls.models(),
      unpricedCalls: aiCalls.unpricedCalls,
      history: this.history(),
      calls: aiCalls.calls(),
    };
  }

  private history(): AiAnswer['history'] {
    const { history, clock } = this.surroundings;
    const from = history.times.firstSince(clock.now() - HISTORY_MS);
    const axis = new MetricAxis(history.times, from, (readingMs) => clock.toEpochMs(readingMs));
    return {
      timesMs: axis.timesMs,
      callsPerMinute: this.perMinute(axis, 'ai_completion_duration_seconds'),
      tokensPerMinute: this.perMinute(axis, 'ai_tokens_total'),
      costCentsPerMinute: this.perMinute(axis, 'ai_cost_cents_total'),
    };
  }

  /** In the minute before each time; null before the first call, when there is no such metric. */
  private perMinute(axis: MetricAxis, name: string): readonly (number | null)[] {
    const { history, registry } = this.surroundings;
    const { times } = history;
    const metric = history.metric(registry.find(name)?.fullName ?? name);
    if (metric === undefined || axis.first > axis.last) return axis.values(() => null, null);
    const since = times.windowStart(axis.first, MINUTE_MS);
    const points = new KnownPoints(times, metric, Math.min(axis.first, since));
    const totals = new SeriesTotals(points, metric.facts.bounds, [...metric.series]);
    return axis.windowed(MINUTE_MS, (first, last) => (totals.isKnown(first, last) ? totals.count(first, last) : null));
  }
}
