/**
 * Everything that the console remembers, and what fills it. Made before the signals that it follows; each store has its share of the
 * memory, and all of them one switch.
 */
import type { ResolvedConfig } from '../../config/index.js';
import {
  currentOperation,
  entryOf,
  type Clock,
  type Diagnostics,
  type OperationHandler,
  type TelemetryBus,
} from '../../kernel/index.js';
import type { LogLine } from '../../logging/index.js';
import type { Exposition, MetricRegistry } from '../../metrics/index.js';
import type { Redactor } from '../../security/index.js';
import type { SpanConsumer } from '../../tracing/index.js';
import { AbandonedStages } from './abandoned-stages.js';
import { AiCalls } from './ai-calls.js';
import { ErrorGroups } from './error-groups.js';
import { FailureHandler } from './failure.handler.js';
import { HealthHistory } from './health-history.js';
import { KeepingRate } from './keeping-rate.js';
import { LogStore } from './log-store.js';
import { RecorderSwitch } from './recorder-switch.js';
import { SeriesHistory } from './series-history.js';
import { TraceIntake } from './trace-intake.js';
import { traceRecorder } from './trace-recorder.js';
import { TraceStore } from './trace-store.js';

/** Of `console.maxBytes`; the rest is for what is bounded in number: changes of health, calls of models, batches under way. */
const SHARES = { traces: 0.6, logs: 0.2, series: 0.15, errors: 0.02 } as const;

export interface RecorderSurroundings {
  readonly config: ResolvedConfig;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  readonly redactor: Redactor;
  readonly bus: TelemetryBus;
  readonly registry: MetricRegistry;
  readonly exposition: Exposition;
}

export class Recorder {
  readonly switch: RecorderSwitch;
  readonly traces: TraceStore;
  readonly intake: TraceIntake;
  readonly logs: LogStore;
  readonly errors: ErrorGroups;
  readonly series: SeriesHistory;
  readonly health: HealthHistory;
  readonly aiCalls: AiCalls;
  readonly abandonedStages = new AbandonedStages();
  /** Takes every finished span. */
  readonly spanConsumer: SpanConsumer;
  private readonly failures: FailureHandler;
  private isDeaf = false;
  private isWatched = (): boolean => false;

  constructor(surroundings: RecorderSurroundings) {
    const { config, redactor, bus } = surroundings;
    const { maxBytes, maxTraces, maxSpansPerTrace, maxLogs } = config.console;
    this.switch = new RecorderSwitch(surroundings);
    this.logs = new LogStore({ maxLogs, maxBytes: maxBytes * SHARES.logs });
    this.errors = new ErrorGroups({ maxBytes: maxBytes * SHARES.errors, redactor });
    this.health = new HealthHistory(bus);
    this.aiCalls = new AiCalls({ bus, recorderSwitch: this.switch, hasContent: config.ai.recordContent });
    this.traces = new TraceStore({
      maxBytes: maxBytes * SHARES.traces,
      maxTraces,
      maxSpansPerTrace,
      logCountOf: (traceId) => this.logs.countByTrace(traceId),
    });
    this.series = seriesHistory(surroundings, this.switch);
    const rate = new KeepingRate({ maxTraces, isWatched: () => this.isWatched() });
    this.intake = new TraceIntake({ store: this.traces, rate });
    this.spanConsumer = traceRecorder({ intake: this.intake, recorder: this.switch });
    this.failures = this.failureHandler(surroundings);
  }

  /** Follow operations to those that fail, and stages of journeys to those that are given up. */
  get handlers(): readonly OperationHandler[] {
    return [this.failures, this.abandonedStages];
  }

  /** @param isWatched whether somebody looks at what is recorded, as it comes */
  watchedBy(isWatched: () => boolean): void {
    this.isWatched = isWatched;
  }

  /** What `work` logs says what the recorder knows already, such as a trace printed as a tree. */
  unheard(work: () => void): void {
    this.isDeaf = true;
    try {
      work();
    } finally {
      this.isDeaf = false;
    }
  }

  /** @param line as it was written, redacted */
  takeLine(line: LogLine | string): void {
    if (this.isDeaf || !this.switch.isOn) return;
    try {
      this.logs.take(line);
    } catch (error) {
      this.switch.failed('logs', error);
    }
  }

  /** An error that the application hands over itself. */
  takeError(error: unknown): void {
    const here = currentOperation();
    this.failures.tell(error, here && entryOf(here));
  }

  get usedBytes(): number {
    const { traces, logs, errors, series, health, aiCalls } = this;
    return [traces, logs, errors, series, health, aiCalls].reduce((bytes, store) => bytes + store.usedBytes, 0);
  }

  start(): void {
    this.series.start();
    this.aiCalls.start();
  }

  close(): void {
    this.series.close();
    this.aiCalls.close();
    this.health.close();
  }

  private failureHandler({ clock }: RecorderSurroundings): FailureHandler {
    const timeMs = (): number => clock.toEpochMs(clock.now());
    return new FailureHandler((error, operation) =>
      this.switch.guard('errors', () => this.errors.take({ error, operation, timeMs: timeMs() })),
    );
  }
}

function seriesHistory(
  { config, registry, exposition, clock }: RecorderSurroundings,
  recorderSwitch: RecorderSwitch,
): SeriesHistory {
  const { maxBytes, maxSeries, maxPoints, pointIntervalMs } = config.console;
  const limits = { maxSeries, maxPoints, maxBytes: maxBytes * SHARES.series, pointIntervalMs };
  return new SeriesHistory({ registry, exposition, clock, recorderSwitch, ...limits });
}
