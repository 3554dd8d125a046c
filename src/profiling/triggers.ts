/** What begins a profile by itself: trouble, and the clock. A cause seldom comes once, so that there is something left to be seen. */
import type { ProfilingConfig } from '../config/index.js';
import type { TelemetryBus } from '../kernel/index.js';
import { watchEventLoopDelay } from './event-loop-watch.js';
import type { ProfileCause } from './profile.js';

export interface UnaskedProfile {
  readonly cause: ProfileCause;
  readonly durationMs: number;
  readonly samplingIntervalUs: number;
}

export class Triggers {
  private readonly undo: (() => void)[] = [];
  private quietUntilMs = -Infinity;

  constructor(
    private readonly config: ProfilingConfig,
    private readonly bus: TelemetryBus,
    private readonly begin: (profile: UnaskedProfile) => void,
  ) {}

  start(): void {
    const { triggers, continuous } = this.config;
    if (triggers.eventLoopDelayMs > 0) this.watchEventLoop(triggers.eventLoopDelayMs);
    if (triggers.sloBurn) this.watchObjectives();
    if (triggers.slowOperations) this.watchSlowOperations();
    if (continuous.isEnabled) this.repeat();
  }

  close(): void {
    for (const undo of this.undo.splice(0)) undo();
  }

  private watchEventLoop(thresholdMs: number): void {
    this.undo.push(watchEventLoopDelay(thresholdMs, (delayMs) => this.pull({ type: 'event_loop_delay', delayMs })));
  }

  private watchObjectives(): void {
    const unsubscribe = this.bus.on('slo.burn', ({ slo, state }) => {
      if (state === 'begun') this.pull({ type: 'slo_burn', slo });
    });
    this.undo.push(unsubscribe);
  }

  private watchSlowOperations(): void {
    const unsubscribe = this.bus.on('performance.slow', ({ operation: { name, durationMs } }) =>
      this.pull({ type: 'slow_operation', operation: name, durationMs }),
    );
    this.undo.push(unsubscribe);
  }

  private repeat(): void {
    const { intervalMs, durationMs, samplingIntervalUs } = this.config.continuous;
    const begin = (): void => this.begin({ cause: { type: 'schedule' }, durationMs, samplingIntervalUs });
    const timer = setInterval(begin, intervalMs).unref();
    this.undo.push(() => clearInterval(timer));
  }

  /** Trouble that lasts is profiled once, and again after a while. */
  private pull(cause: ProfileCause): void {
    const { samplingIntervalUs, triggers } = this.config;
    const nowMs = performance.now();
    if (nowMs < this.quietUntilMs) return;
    this.quietUntilMs = nowMs + triggers.cooldownMs;
    this.begin({ cause, durationMs: triggers.durationMs, samplingIntervalUs });
  }
}
