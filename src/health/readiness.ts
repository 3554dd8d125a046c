/** Whether this process wants traffic, as one state that only moves forward. */
import type { Clock } from '../kernel/index.js';

export type Readiness =
  | { readonly state: 'starting'; readonly waitingFor: readonly string[] }
  | { readonly state: 'ready' }
  /** `sinceMs`: reading of the clock when it began. */
  | { readonly state: 'draining'; readonly sinceMs: number }
  | { readonly state: 'stopped' };

/** What a process waits for before Nest has started it. */
export const BOOTSTRAP = 'bootstrap';

export class ReadinessState {
  private state: Readiness = { state: 'starting', waitingFor: [BOOTSTRAP] };
  private wasReady = false;

  constructor(
    private readonly clock: Clock,
    /** Called after each change; must not throw. */
    private readonly onChange: (readiness: Readiness) => void = () => undefined,
  ) {}

  get current(): Readiness {
    return this.state;
  }

  /** Stays true while draining: a started process does not start again. */
  get hasStarted(): boolean {
    return this.wasReady;
  }

  /** What the start still waits for; nothing means ready. Without effect once the start is over. */
  waitFor(names: readonly string[]): void {
    if (this.state.state !== 'starting') return;
    this.wasReady = names.length === 0;
    this.become(this.wasReady ? { state: 'ready' } : { state: 'starting', waitingFor: names });
  }

  drain(): void {
    if (this.state.state === 'starting' || this.state.state === 'ready') {
      this.become({ state: 'draining', sinceMs: this.clock.now() });
    }
  }

  stop(): void {
    if (this.state.state !== 'stopped') this.become({ state: 'stopped' });
  }

  private become(next: Readiness): void {
    this.state = next;
    this.onChange(next);
  }
}
