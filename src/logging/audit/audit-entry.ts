/** What the audit trail keeps of one action: who did what to what, and how it ended. */
import type { Outcome } from '../../kernel/index.js';

/**
 * How an action of the audit trail ended.
 * `denied`: refused, since the actor may not.
 *
 * @example
 * ```ts
 * const outcomeOf = (status: number): AuditOutcome => (status === 403 ? 'denied' : status < 400 ? 'ok' : 'error');
 * ```
 */
export type AuditOutcome = Outcome | 'denied';

/**
 * One line of the audit trail.
 *
 * @example
 * ```ts
 * const entry: AuditEntry = { actor: 'ann', action: 'order.cancel', target: 'order/42', outcome: 'ok', details: { reason: 'late' } };
 *
 * app.get(AuditService).record(entry);
 * ```
 */
export interface AuditEntry {
  /** Who did it. @default the user of the current request (see the option `identify`), else `unknown` */
  readonly actor?: string | undefined;
  /** What was done, in few fixed words: `order.cancel`. */
  readonly action: string;
  /** What it was done to: `order/42`. */
  readonly target: string;
  readonly outcome: AuditOutcome;
  /** Whatever else has to be known; redacted, and bounded in depth and size. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}
