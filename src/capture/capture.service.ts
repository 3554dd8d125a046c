/** What application code may ask about kept requests and responses. */
import { Injectable } from '@nestjs/common';
import type { Capture } from './capture.js';
import type { CapturedExchange, CaptureReason } from './captured-exchange.js';
import type { HarDocument } from './har.js';

/**
 * Which kept exchanges are meant.
 * Each that is given has to fit.
 *
 * @example
 * ```ts
 * const slowOnes: CaptureFilter = { reason: 'slow', method: 'POST', sinceMs: Date.now() - 60_000, limit: 10 };
 *
 * app.get(CaptureService).list(slowOnes);
 * ```
 */
export interface CaptureFilter {
  readonly reason?: CaptureReason;
  readonly method?: string;
  /** The template: `/orders/:id`. */
  readonly route?: string;
  readonly status?: number;
  readonly traceId?: string;
  /** Milliseconds since the epoch. */
  readonly sinceMs?: number;
  /** The newest so many. */
  readonly limit?: number;
}

/**
 * The kept requests and responses of this process: read, sent again, handed over as a HAR file.
 *
 * @example
 * ```ts
 * const captures = app.get(CaptureService);
 * const [newest] = captures.list({ reason: 'failed', route: '/orders/:id' });
 *
 * console.log(newest && captures.curl(newest.id));
 * ```
 */
@Injectable()
export class CaptureService {
  /** Without rules nothing is kept. */
  constructor(private readonly capture: Capture | undefined) {}

  /** The newest first; of this process only. */
  list(filter: CaptureFilter = {}): readonly CapturedExchange[] {
    const kept = this.capture?.all() ?? [];
    return kept.filter((exchange) => fits(exchange, filter)).slice(0, filter.limit);
  }

  /** Undefined where it was never kept, or is gone again. */
  get(id: string): CapturedExchange | undefined {
    return this.capture?.get(id);
  }

  /** Forgets all of them; gives how many there were. */
  clear(): number {
    return this.capture?.clear() ?? 0;
  }

  /** A command line for a POSIX shell that sends the request again, as far as it is known: what was redacted stays so. */
  curl(id: string): string | undefined {
    return this.capture?.curl(id);
  }

  /** HTTP Archive 1.2, as browsers' developer tools import it. */
  har(filter: CaptureFilter = {}): HarDocument | undefined {
    return this.capture?.har(this.list(filter));
  }
}

function fits(
  exchange: CapturedExchange,
  { reason, method, route, status, traceId, sinceMs = 0 }: CaptureFilter,
): boolean {
  return (
    (reason === undefined || exchange.reason === reason) &&
    (method === undefined || exchange.request.method === method) &&
    (route === undefined || exchange.route === route) &&
    (status === undefined || exchange.response.status === status) &&
    (traceId === undefined || exchange.traceId === traceId) &&
    exchange.startedAtMs >= sinceMs
  );
}
