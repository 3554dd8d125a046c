/**
 * Sentry's own transport within bounds: so many envelopes and bytes under way, so much time for each, and every one that does not
 * arrive counted. What is under way is kept as text, so that a process that dies can still send it.
 */
import type { Diagnostics } from '../kernel/index.js';
import { BoundedRequests, RequestTimeout } from './bounded-requests.js';
import { sendWhileWaiting } from './last-envelopes.js';
import type { SentryEnvelope, SentryLibrary, SentryTransport, SentryTransportOptions } from './sentry.library.js';

export interface BoundedTransportOptions {
  readonly library: SentryLibrary;
  readonly options: SentryTransportOptions;
  readonly diagnostics: Diagnostics;
  readonly timeoutMs: number;
}

type Answer = Awaited<ReturnType<SentryTransport['send']>>;

const MAX_ENVELOPES = 64;
const MAX_BYTES = 4 * 1024 * 1024;
/** What has been given up ends at once. */
const CLOSE_TIMEOUT_MS = 1000;
const WARNING = 'sentry';

export class BoundedTransport implements SentryTransport {
  private readonly requests: BoundedRequests;
  private readonly options: SentryTransportOptions;
  private readonly inner: SentryTransport;
  private readonly pending = new Map<SentryEnvelope, string>();
  private pendingBytes = 0;
  private stopWaitingForExit: (() => void) | undefined;

  constructor(private readonly setup: BoundedTransportOptions) {
    const { library, options, timeoutMs } = setup;
    this.requests = new BoundedRequests(timeoutMs);
    this.options = { ...options, headers: { 'content-type': 'application/x-sentry-envelope', ...options.headers } };
    const bounds = { bufferSize: MAX_ENVELOPES, httpModule: this.requests };
    this.inner = library.makeNodeTransport({ ...this.options, ...bounds });
  }

  async send(envelope: SentryEnvelope): Promise<Answer> {
    const text = envelopeText(envelope);
    if (!this.admits(text)) {
      this.dropped('queue_full');
      return {};
    }
    this.begin(envelope, text);
    try {
      return this.judged(await this.inner.send(envelope));
    } catch (error) {
      this.dropped(error instanceof RequestTimeout ? 'timeout' : 'unreachable');
      return {};
    } finally {
      this.finish(envelope, text);
    }
  }

  flush(timeoutMs?: number): PromiseLike<boolean> {
    return this.inner.flush(timeoutMs);
  }

  /** For a process that may be about to end. @param timeoutMs how long it may be held */
  sendBeforeExit(timeoutMs: number): void {
    if (this.stopWaitingForExit !== undefined) return;
    const { url, headers = {} } = this.options;
    // Sentry takes an event once, by its id, should one of these have arrived already.
    const listener = (): void => sendWhileWaiting({ url, headers, envelopes: [...this.pending.values()], timeoutMs });
    process.once('exit', listener);
    this.stopWaitingForExit = () => void process.off('exit', listener);
  }

  /** Gives up what is still under way, and waits until it is counted. */
  async close(): Promise<void> {
    this.stopWaitingForExit?.();
    this.requests.abort();
    await this.inner.flush(CLOSE_TIMEOUT_MS);
  }

  private admits(text: string): boolean {
    return this.pending.size < MAX_ENVELOPES && this.pendingBytes + Buffer.byteLength(text) <= MAX_BYTES;
  }

  private begin(envelope: SentryEnvelope, text: string): void {
    this.pending.set(envelope, text);
    this.pendingBytes += Buffer.byteLength(text);
  }

  private finish(envelope: SentryEnvelope, text: string): void {
    if (this.pending.delete(envelope)) this.pendingBytes -= Buffer.byteLength(text);
  }

  /** Without a status it was not sent: Sentry had asked for a pause. */
  private judged(answer: Answer): Answer {
    const status = answer?.statusCode;
    if (status === undefined || status === 429) this.dropped('rate_limited');
    else if (status >= 300) this.dropped('rejected');
    else this.setup.diagnostics.recovered(WARNING, 'Sentry takes errors again.');
    return answer;
  }

  private dropped(reason: string): void {
    const { diagnostics } = this.setup;
    diagnostics.dropped('sentry', reason);
    diagnostics.warnOnce(
      WARNING,
      `An error could not be sent to Sentry (${reason}). Requests are unaffected; further ones are only counted.`,
    );
  }
}

/** @see https://develop.sentry.dev/sdk/data-model/envelopes/ */
function envelopeText([headers, items]: SentryEnvelope): string {
  const lines = items.filter(([, payload]) => !(payload instanceof Uint8Array)).flatMap(itemLines);
  return [JSON.stringify(headers), ...lines].join('\n');
}

function itemLines([header, payload]: SentryEnvelope[1][number]): string[] {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return [JSON.stringify({ ...header, length: Buffer.byteLength(text) }), text];
}
