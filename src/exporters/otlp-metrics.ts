/** Pushes the metrics that a scrape would show to an OTLP receiver, at an interval and once more at the end. */
import type { MetricsConfig } from '../config/index.js';
import type { Clock, Diagnostics } from '../kernel/index.js';
import type { PageContent } from '../metrics/index.js';
import { within, type ExportState } from '../tracing/index.js';
import { unobserved } from './unobserved.js';
import { asDeliveryError, type DeliveryError, type LossReason } from './delivery-error.js';
import { MetricRequests, type MetricRequest } from './metric-requests.js';
import { SeriesHistories } from './metric-temporality.js';
import type { OtlpSender } from './otlp-sender.js';
import type { OtlpResource } from './otlp-span.js';
import { Retry } from './retry.js';

export interface MetricsPushOptions {
  readonly config: Pick<MetricsConfig, 'defaultLabels' | 'exportIntervalMs' | 'temporality' | 'endpoint'>;
  readonly resource: OtlpResource;
  /** All metrics there are now, with the values of this moment. */
  readonly read: () => Promise<PageContent>;
  readonly sender: OtlpSender;
  /** Time the last push may take, in milliseconds. */
  readonly flushTimeoutMs: number;
  readonly diagnostics: Diagnostics;
  readonly clock: Clock;
}

const SIGNAL = 'metrics';
const MAX_BACK_OFF_MS = 5000;

export class MetricsPush {
  private readonly options: MetricsPushOptions;
  private readonly requests: MetricRequests;
  private readonly histories: SeriesHistories;
  private readonly retry: Retry;
  private readonly counts = { exported: 0, dropped: 0 };
  private inFlight = 0;
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> | undefined;
  private isOver: Promise<void> | undefined;
  private isFailing = false;
  /** Whatever becomes of a push that is still under way is nobody's business any more. */
  private isClosed = false;
  private lastSuccessAtMs: number | undefined;

  constructor(options: MetricsPushOptions) {
    this.options = options;
    const { config, resource, clock } = options;
    const { defaultLabels, exportIntervalMs: retryForMs, temporality } = config;
    this.histories = new SeriesHistories(temporality, this.nowMs(), performance.timeOrigin);
    this.requests = new MetricRequests({ resource, defaultLabels, clock, histories: this.histories });
    this.retry = new Retry({ retryForMs, maxBackOffMs: MAX_BACK_OFF_MS, onFailure: (error) => this.warn(error) });
  }

  start(): void {
    this.timer ??= setInterval(() => void this.push(), this.options.config.exportIntervalMs).unref();
  }

  /** In data points: one per series and push. */
  exportState(): ExportState {
    const { counts, inFlight, lastSuccessAtMs, isFailing } = this;
    return { ...counts, queued: 0, inFlight, lastSuccessAtMs, isFailing };
  }

  /** Pushes what is there, or waits for the push that is under way. Never rejects. */
  push(): Promise<void> {
    return (this.underWay ??= this.pushAll().finally(() => (this.underWay = undefined)));
  }

  /** A last push within `flushTimeoutMs`. Idempotent, never rejects. */
  close(): Promise<void> {
    return (this.isOver ??= this.end());
  }

  private async end(): Promise<void> {
    clearInterval(this.timer);
    this.retry.finish();
    await within(this.options.flushTimeoutMs, this.pushOnceMore());
    this.isClosed = true;
    this.account('shutdown', this.inFlight);
    this.options.sender.close();
  }

  /** What is under way was read a while ago. */
  private async pushOnceMore(): Promise<void> {
    await this.underWay;
    if (!this.isClosed) await this.push();
  }

  private async pushAll(): Promise<void> {
    const nowMs = this.nowMs();
    try {
      const content = await this.options.read();
      this.histories.begin(nowMs);
      const times = { nowMs, exemplarsSinceMs: this.lastSuccessAtMs ?? 0 };
      for await (const request of this.requests.of(content, times)) await this.send(request);
      this.histories.finish();
      this.succeeded(nowMs);
    } catch (error) {
      this.warn(asDeliveryError(error));
    }
  }

  private async send({ bytes, pointCount, sending }: MetricRequest): Promise<void> {
    this.inFlight = pointCount;
    try {
      const refused = await this.retry.run(() => unobserved(() => this.options.sender.send(bytes)));
      sending.wasTaken();
      this.account('rejected', refused);
      this.account(undefined, this.inFlight);
    } catch (error) {
      this.account(asDeliveryError(error).reason, this.inFlight);
      throw error;
    }
  }

  /** Each point once: what was given up at the end is no longer in flight when its answer comes. */
  private account(loss: LossReason | undefined, count: number): void {
    const known = Math.min(count, this.inFlight);
    this.inFlight -= known;
    if (loss === undefined) this.counts.exported += known;
    else this.drop(loss, known);
  }

  private drop(reason: LossReason, count: number): void {
    if (count === 0) return;
    this.counts.dropped += count;
    this.options.diagnostics.dropped(SIGNAL, reason, count);
  }

  private succeeded(atMs: number): void {
    const { diagnostics, config } = this.options;
    this.lastSuccessAtMs = atMs;
    if (!this.isFailing) return;
    this.isFailing = false;
    diagnostics.recovered(`export:${SIGNAL}`, `Metrics are pushed to ${config.endpoint} again.`);
  }

  private warn({ message }: DeliveryError): void {
    const { diagnostics, config } = this.options;
    if (this.isClosed) return;
    this.isFailing = true;
    diagnostics.warnOnce(
      `export:${SIGNAL}`,
      `Metrics cannot be pushed to ${config.endpoint}: ${message}. The application is unaffected; the next push brings ` +
        'all that was counted in the meantime.',
    );
  }

  private nowMs(): number {
    const { clock } = this.options;
    return clock.toEpochMs(clock.now());
  }
}
