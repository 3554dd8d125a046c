/**
 * Tries again what failed for a while: after waits that grow, with jitter, so that processes which lost the same receiver do not all
 * come back at once. A receiver that says when it wants to be asked again is asked then.
 */
import { asDeliveryError, type DeliveryError } from './delivery-error.js';

export interface RetryOptions {
  /** Since the first try, in milliseconds; 0 is a single one. */
  readonly retryForMs: number;
  /** The longest wait that is ours, in milliseconds. */
  readonly maxBackOffMs: number;
  /** Told about each failure that is followed by another try. */
  readonly onFailure?: (error: DeliveryError) => void;
}

const FIRST_BACK_OFF_MS = 500;
/** A receiver cannot ask for more. */
const MAX_RETRY_AFTER_MS = 300_000;

export class Retry {
  private isLastTry = false;
  private wake = (): void => undefined;

  constructor(private readonly options: RetryOptions) {}

  /** @throws DeliveryError that of the last try */
  async run<T>(attempt: () => Promise<T>): Promise<T> {
    const startedAtMs = performance.now();
    for (let failures = 0; ; failures++) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- one try after the other is the purpose
        return await attempt();
      } catch (error) {
        const failure = asDeliveryError(error);
        const waitMs = waitAfter(failure, failures, this.options.maxBackOffMs);
        if (!this.mayTryAgain(failure, performance.now() + waitMs - startedAtMs)) throw failure;
        this.options.onFailure?.(failure);
        // oxlint-disable-next-line no-await-in-loop -- as above
        await this.pause(waitMs);
      }
    }
  }

  /** Ends the wait: what waits is tried at once. */
  hurry(): void {
    this.wake();
  }

  /** What waits, and what is tried from now on, has one try left. */
  finish(): void {
    this.isLastTry = true;
    this.wake();
  }

  private mayTryAgain({ isTransient }: DeliveryError, nextTryAfterMs: number): boolean {
    return isTransient && !this.isLastTry && nextTryAfterMs <= this.options.retryForMs;
  }

  private async pause(waitMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs).unref();
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = () => undefined;
  }
}

function waitAfter({ retryAfterMs }: DeliveryError, failures: number, maxBackOffMs: number): number {
  const backOffMs = Math.min(maxBackOffMs, FIRST_BACK_OFF_MS * 2 ** failures);
  return Math.max(backOffMs * (0.5 + Math.random() / 2), Math.min(retryAfterMs, MAX_RETRY_AFTER_MS));
}
