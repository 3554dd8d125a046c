/** How health went: the changes of each check, as the bus tells them. */
import type { TelemetryBus, TelemetryEvents, TelemetryMoment } from '../../kernel/index.js';
import type { CheckChange, CheckState } from '../shapes/index.js';

const MAX_CHANGES = 200;
/** An application names its checks; these are few. */
const MAX_CHECKS = 100;
const CHANGE_BYTES = 96;

/** In the words of health → in those of the page. */
const STATES: Readonly<Record<string, CheckState>> = { ok: 'up', degraded: 'degraded', fail: 'down' };

export function stateOf(status: string | undefined): CheckState {
  return STATES[status ?? ''] ?? 'unknown';
}

export class HealthHistory {
  /** Rises with every change: by it the stream knows that there is news. */
  version = 0;
  private readonly byCheck = new Map<string, CheckChange[]>();
  private readonly unsubscribe: () => void;

  constructor(bus: TelemetryBus) {
    this.unsubscribe = bus.on('health.changed', (change, moment) => this.add(change, moment));
  }

  /** The oldest first. */
  of(check: string): readonly CheckChange[] {
    return this.byCheck.get(check) ?? [];
  }

  get usedBytes(): number {
    return [...this.byCheck.values()].reduce((bytes, changes) => bytes + changes.length * CHANGE_BYTES, 0);
  }

  close(): void {
    this.unsubscribe();
    this.byCheck.clear();
  }

  private add({ check, from, to }: TelemetryEvents['health.changed'], { epochMs }: TelemetryMoment): void {
    this.version++;
    const changes = this.byCheck.get(check) ?? [];
    changes.push({ atMs: epochMs, from: stateOf(from), state: stateOf(to) });
    if (changes.length > MAX_CHANGES) changes.shift();
    // Again at the end: what has not changed for longest makes room.
    this.byCheck.delete(check);
    this.byCheck.set(check, changes);
    if (this.byCheck.size > MAX_CHECKS) this.byCheck.delete(this.byCheck.keys().next().value!);
  }
}
