/** Which requests and responses are kept, as the application's owner writes it. */
import type { IncomingHttpHeaders } from 'node:http';

/** Everything that is said has to hold. */
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

/** What a rule may look at. Headers are as they came, with their secrets. */
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
