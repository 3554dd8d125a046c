/** `@Audited()`: each call of a method is a record of the audit trail, with the outcome it had. */
import { aspectDecorator } from '../../kernel/index.js';
import type { AuditEntry } from './audit-entry.js';

export const AUDITED = 'audited';
const NO_AUDIT = Symbol('nestjs-observability no audit');

type TextOfCall = { of(args: readonly unknown[], result: unknown): string | undefined }['of'];
type DetailsOfCall = { of(args: readonly unknown[], result: unknown): AuditEntry['details'] }['of'];

/**
 * What the audit trail keeps of a method's calls.
 * Callbacks are asked when the call has ended; `result` is undefined when it failed.
 *
 * @example
 * ```ts
 * const shipping: AuditedOptions = {
 *   action: 'order.ship',
 *   target: ([id]) => `order/${id}`,
 *   details: (_args, result) => ({ parcel: result }),
 * };
 *
 * class Shipping {
 *   @Audited(shipping)
 *   ship(id: string): string {
 *     return `parcel of ${id}`;
 *   }
 * }
 * ```
 */
export interface AuditedOptions {
  /** What the method does, in few fixed words: `order.cancel`. */
  readonly action: string;
  /** What it does it to: `([id]) => `order/${id}``. */
  readonly target: string | TextOfCall;
  /** @default the user of the current request, else `unknown` */
  readonly actor?: TextOfCall;
  /** Whatever else has to be known of the call. */
  readonly details?: DetailsOfCall;
}

/**
 * Writes each call of a method into the audit trail.
 * Records each call when it has ended: `ok`, `canceled`, `denied` for an error with status 401 or 403, else `error`. A callback
 * of the options that throws costs its part of the record, never the call.
 *
 * @throws ObservabilityError OBS_ERR_DECORATOR_MISUSE on anything but a method
 * @example
 * ```ts
 * @Injectable()
 * class Refunds {
 *   @Audited({ action: 'order.refund', target: ([id]) => `order/${id}` })
 *   async refund(id: string): Promise<void> {
 *     await orders.refund(id);
 *   }
 * }
 * ```
 */
export function Audited(options: AuditedOptions): MethodDecorator {
  return aspectDecorator({ decorator: '@Audited', aspect: { type: AUDITED, options }, optOut: NO_AUDIT });
}
