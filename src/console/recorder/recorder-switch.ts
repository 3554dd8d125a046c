/**
 * Everything that records for the console runs under this switch. A fault never reaches the application; where faults repeat, the
 * recorder is broken and would only cost time: it switches itself off and says so.
 */
import { errorTypeOf, type Clock, type Diagnostics } from '../../kernel/index.js';

const MAX_FAULTS = 10;
const WINDOW_MS = 60_000;

export interface RecorderSwitchSurroundings {
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
}

export class RecorderSwitch {
  private because: string | null = null;
  /** Of the last minute, the oldest first. */
  private faultTimesMs: readonly number[] = [];

  constructor(private readonly surroundings: RecorderSwitchSurroundings) {}

  get isOn(): boolean {
    return this.because === null;
  }

  /** One sentence; null while it is on. */
  get offBecause(): string | null {
    return this.because;
  }

  /** @param what names the recording, such as `spans`: a closed set */
  guard(what: string, work: () => void): void {
    if (!this.isOn) return;
    try {
      work();
    } catch (error) {
      this.failed(what, error);
    }
  }

  /** For work too frequent for a closure of its own: it catches by itself and reports here. */
  failed(what: string, error: unknown): void {
    const { clock, diagnostics } = this.surroundings;
    diagnostics.failed('console', what, error);
    const nowMs = clock.now();
    this.faultTimesMs = [...this.faultTimesMs.filter((timeMs) => timeMs > nowMs - WINDOW_MS), nowMs];
    if (this.isOn && this.faultTimesMs.length >= MAX_FAULTS) this.switchOff(what, error);
  }

  private switchOff(what: string, error: unknown): void {
    this.because = `${MAX_FAULTS} faults within a minute, the last one (${errorTypeOf(error)}) while recording ${what}`;
    const advice = 'What it has recorded stays; start the process anew to record again.';
    this.surroundings.diagnostics.warnOnce('console:off', `The console records no more: ${this.because}. ${advice}`);
  }
}
