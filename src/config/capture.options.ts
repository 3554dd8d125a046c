/** Which requests and responses are kept, as the application's owner writes it. */
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Which requests and responses are kept.
 * Everything that is said has to hold.
 *
 * @example
 * ```ts
 * const rules: CaptureRule[] = [
 *   { when: 'failed' },
 *   { when: 'slow', route: '/orders/:id', slowMs: 500, sampleRatio: 0.1 },
 * ];
 *
 * ObservabilityModule.forRoot({ capture: { rules } });
 * ```
 */
export interface CaptureRule {
  /** Answered with 500 or more, or broken off by an error; slow; or any. */
  readonly when: 'failed' | 'slow' | 'always';
  /** A template, `/orders/:id`, or the beginning of some, `/internal/*`. */
  readonly route?: string;
  /** A verb in capitals. */
  readonly method?: string;
  /** Asked once the exchange is over; in code only. */
  readonly match?: (facts: CaptureFacts) => boolean;
  /** Share of the requests that are considered at all. @default 1 */
  readonly sampleRatio?: number;
  /** From when on it is slow, in milliseconds. @default `http.slowMs` */
  readonly slowMs?: number;
}

/**
 * An exchange that is over, for `match` of a capture rule.
 * Headers are as they came, with their secrets.
 *
 * @example
 * ```ts
 * const ofBigCustomers = ({ headers, status }: CaptureFacts): boolean => headers['x-plan'] === 'team' && status >= 400;
 *
 * ObservabilityModule.forRoot({ capture: { rules: [{ when: 'always', match: ofBigCustomers }] } });
 * ```
 */
export interface CaptureFacts {
  readonly method: string;
  readonly path: string;
  /** Undefined where no route was found. */
  readonly route: string | undefined;
  /** 499 where the client went away first. */
  readonly status: number;
  readonly outcome: 'ok' | 'error' | 'canceled';
  readonly durationMs: number;
  readonly headers: IncomingHttpHeaders;
}
