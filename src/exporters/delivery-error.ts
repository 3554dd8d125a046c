/** Why a batch was not delivered, and whether it is worth another try. */

export type LossReason = 'queue_full' | 'too_large' | 'rejected' | 'export_failed' | 'export_timeout' | 'shutdown';

export interface DeliveryTrouble {
  /** Whether it may go better later. */
  readonly isTransient: boolean;
  /** @default 'export_failed' */
  readonly reason?: LossReason;
  /** How long the receiver asks to be left alone, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly isTransient: boolean;
  readonly reason: LossReason;
  readonly retryAfterMs: number;

  constructor(message: string, { isTransient, reason = 'export_failed', retryAfterMs = 0 }: DeliveryTrouble) {
    super(message);
    this.isTransient = isTransient;
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whatever else was thrown is a fault of the exporter's own, which trying again would only repeat. */
export function asDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  return new DeliveryError(error instanceof Error ? error.message : String(error), { isTransient: false });
}
