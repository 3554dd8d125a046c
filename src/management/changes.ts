/**
 * What was changed while the application runs, until when, and what stood before. Several changes of one thing lie on each other: the
 * newest that still lasts holds, and below them all is what stood before the first. Nothing of it outlives the process.
 */
import { problemOf } from '../endpoints/index.js';
import type { Clock, Diagnostics } from '../kernel/index.js';
import type { Caller } from './access.js';

/** Something that can be changed. Equal names are the same thing. */
export interface Setting<T = unknown> {
  /** `level/OrdersService` */
  readonly name: string;
  read(): T;
  write(value: T): void;
}

export interface ChangeNote {
  readonly action: 'changed' | 'reverted';
  readonly setting: string;
  readonly from: unknown;
  readonly to: unknown;
  /** Who changed it; of an end by time, who had begun it. */
  readonly caller: Caller;
  /** Undefined for what lasts, and for ends. */
  readonly expiresInMs: number | undefined;
}

export interface PendingChange {
  readonly setting: string;
  readonly value: unknown;
  readonly by: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

export interface ChangesSurroundings {
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  readonly note: (note: ChangeNote) => void;
}

interface Override {
  readonly value: unknown;
  readonly caller: Caller;
  readonly expiresAtMs: number;
}

interface ChangedSetting {
  readonly setting: Setting;
  readonly before: unknown;
  readonly overrides: readonly Override[];
}

/** At the same time, so that nobody fills memory with them. */
const MAX_OVERRIDES = 100;

export class Changes {
  private readonly changed = new Map<string, ChangedSetting>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly surroundings: ChangesSurroundings) {}

  /**
   * @param expiresInMs undefined: until the process ends
   * @throws ApiProblem with 409 when too many changes last; and what the setting throws
   */
  change<T>(setting: Setting<T>, value: T, caller: Caller, expiresInMs: number | undefined): void {
    this.endDue();
    if (expiresInMs !== undefined) this.refuseTooMany();
    const from = setting.read();
    setting.write(value);
    if (expiresInMs === undefined) this.changed.delete(setting.name);
    else this.lay(setting as Setting, from, { value, caller, expiresAtMs: this.nowMs + expiresInMs });
    this.note({ action: 'changed', setting: setting.name, from, to: value, caller, expiresInMs });
    this.wake();
  }

  /** Ends all changes of one thing at once. */
  revert(name: string, caller: Caller): void {
    this.endDue();
    const changed = this.changed.get(name);
    if (changed !== undefined) this.settle(changed, [], caller);
    this.wake();
  }

  /** Of the settings whose names begin so; the newest of one thing last. */
  pending(prefix: string): readonly PendingChange[] {
    this.endDue();
    const { clock } = this.surroundings;
    return [...this.changed.values()]
      .filter(({ setting }) => setting.name.startsWith(prefix))
      .flatMap(({ setting, overrides }) =>
        overrides.map(({ value, caller, expiresAtMs }) => ({
          setting: setting.name,
          value: value ?? null,
          by: caller.name,
          expiresAt: new Date(clock.toEpochMs(expiresAtMs)).toISOString(),
        })),
      );
  }

  close(): void {
    clearTimeout(this.timer);
    this.changed.clear();
  }

  private get nowMs(): number {
    return this.surroundings.clock.now();
  }

  private refuseTooMany(): void {
    const count = [...this.changed.values()].reduce((sum, { overrides }) => sum + overrides.length, 0);
    if (count < MAX_OVERRIDES) return;
    throw problemOf(409, `${MAX_OVERRIDES} changes last already`, 'revert some, or wait until they are over');
  }

  private lay(setting: Setting, from: unknown, override: Override): void {
    const { before, overrides } = this.changed.get(setting.name) ?? { before: from, overrides: [] };
    this.changed.set(setting.name, { setting, before, overrides: [...overrides, override] });
  }

  private endDue(): void {
    for (const changed of this.changed.values()) {
      const lasting = changed.overrides.filter(({ expiresAtMs }) => expiresAtMs > this.nowMs);
      if (lasting.length < changed.overrides.length) this.settle(changed, lasting, changed.overrides.at(-1)!.caller);
    }
  }

  /** What holds now: the newest that lasts, or what stood before all of them. */
  private settle({ setting, before, overrides }: ChangedSetting, lasting: readonly Override[], caller: Caller): void {
    const newest = lasting.at(-1);
    if (newest === undefined) this.changed.delete(setting.name);
    else this.changed.set(setting.name, { setting, before, overrides: lasting });
    if (newest === overrides.at(-1)) return;
    const to = newest === undefined ? before : newest.value;
    const from = setting.read();
    this.surroundings.diagnostics.safely('management', 'revert', () => setting.write(to), undefined);
    this.note({ action: 'reverted', setting: setting.name, from, to, caller, expiresInMs: undefined });
  }

  private note(note: ChangeNote): void {
    const { diagnostics, note: tell } = this.surroundings;
    diagnostics.safely('management', 'note', () => tell(note), undefined);
  }

  /** Once for the next that ends; the last to end asks for no other. */
  private wake(): void {
    clearTimeout(this.timer);
    const ends = [...this.changed.values()].flatMap(({ overrides }) => overrides.map(({ expiresAtMs }) => expiresAtMs));
    if (ends.length === 0) return;
    const waitMs = Math.max(1, Math.ceil(Math.min(...ends) - this.nowMs));
    this.timer = setTimeout(() => (this.endDue(), this.wake()), waitMs).unref();
  }
}
