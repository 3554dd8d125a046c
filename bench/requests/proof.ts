/** That the work of a window was done, and no other: a count that does not fit throws. */
import type { Received } from '../harness/otlp-sink.js';
import type { ServerReading } from './server.js';
import type { RequestVariant } from './request-variants.js';

/** What happened in one window. */
export interface Evidence {
  readonly sent: number;
  readonly server: ServerReading;
  readonly received: Received;
  readonly lines: number;
}

// A fair draw strays farther than this once in two million windows.
const MAX_SIGMAS = 5;

export class Proof {
  constructor(
    private readonly subject: string,
    private readonly variant: RequestVariant,
  ) {}

  /** @throws Error naming what does not fit */
  ofWindow(isOn: boolean, { sent, server, received, lines }: Evidence): void {
    const { isDecorated, sampleRatio = 0, hasLogs } = this.variant;
    const expected = isOn ? sent : 0;
    this.equal('requests handled', server.handled, sent);
    this.equal('requests counted', server.counted, expected);
    this.equal('calls counted', server.calls, isDecorated ? expected : 0);
    this.equal('spans dropped', server.dropped, 0);
    this.equal('spans received', received.spans, server.spans);
    this.equal('log lines read', lines, hasLogs === true ? expected : 0);
    if (!isPlausibleSample(received.roots, expected, sampleRatio))
      this.fail('sampled requests received', received.roots, `${sampleRatio} of ${expected}`);
    // Every sampled request has its own span and those of what it calls, always the same.
    if (received.roots > 0) this.equal('spans beyond whole traces', received.spans % received.roots, 0);
  }

  private equal(what: string, actual: number, expected: number): void {
    if (actual !== expected) this.fail(what, actual, expected);
  }

  private fail(what: string, actual: number, expected: unknown): never {
    throw new Error(`${this.subject}: ${what}: ${actual}; expected ${String(expected)}`);
  }
}

/** Whether so many of `total` may have been drawn at this ratio; exactly all at 1 and none at 0. */
export function isPlausibleSample(drawn: number, total: number, ratio: number): boolean {
  return Math.abs(drawn - total * ratio) <= MAX_SIGMAS * Math.sqrt(total * ratio * (1 - ratio));
}
