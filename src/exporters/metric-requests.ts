/**
 * All metrics of one moment as OTLP requests: read, written and handed on in parts, so that neither the event loop nor a receiver's
 * usual limit of 4 MiB is in the way of a large registry.
 */
import type { Clock } from '../kernel/index.js';
import { Slices, type PageContent } from '../metrics/index.js';
import { INSTRUMENTATION_NAME } from '../tracing/index.js';
import { readingOfFamily, readingOfForeign, type MetricAttributes, type MetricReading } from './metric-reading.js';
import { Sending, type MetricPoint, type SeriesHistories } from './metric-temporality.js';
import { Envelope, Heads } from './otlp-envelope.js';
import { writeMetric, type MetricMessage, type PushTimes } from './otlp-metric.js';
import type { OtlpResource } from './otlp-span.js';
import { KnownKeys, OtlpWriter } from './otlp-writer.js';

export interface MetricRequestsOptions {
  readonly resource: OtlpResource;
  readonly defaultLabels: MetricAttributes;
  readonly histories: SeriesHistories;
  /** The registry's: by it gauges are idle. */
  readonly clock: Clock;
}

/** Metrics in the order of the page, each in as many parts as it takes. */
export interface MetricRequest {
  readonly bytes: Buffer;
  readonly pointCount: number;
  /** To be told when the receiver has taken it. */
  readonly sending: Sending;
}

const MAX_REQUEST_BYTES = 1024 * 1024;
/** Of one metric in one message: a histogram's point has some 300 bytes. */
const MAX_POINTS_PER_MESSAGE = 500;

export class MetricRequests {
  private readonly envelope: Envelope;
  private readonly writer: OtlpWriter;

  constructor(private readonly options: MetricRequestsOptions) {
    const keys = new KnownKeys();
    this.writer = new OtlpWriter(keys);
    this.envelope = new Envelope(new Heads(new OtlpWriter(keys)), options.resource, { name: INSTRUMENTATION_NAME });
  }

  /** The next is made when it is asked for. */
  async *of(content: PageContent, times: PushTimes): AsyncGenerator<MetricRequest, void, undefined> {
    const slices = new Slices();
    let open = new OpenRequest();
    for (const message of this.messages(content, times, () => open.sending)) {
      open.add(this.encode(message), message.points.length);
      if (open.size >= MAX_REQUEST_BYTES) {
        yield open.close(this.envelope);
        open = new OpenRequest();
      }
      // oxlint-disable-next-line no-await-in-loop -- to wait is the purpose
      if (slices.isOver) await slices.rest();
    }
    if (open.size > 0) yield open.close(this.envelope);
  }

  private *messages(content: PageContent, times: PushTimes, sending: () => Sending): Iterable<MetricMessage> {
    const { histories } = this.options;
    for (const metric of this.metrics(content)) {
      const temporality = histories.temporalityOf(metric);
      let points: MetricPoint[] = [];
      for (const series of metric.series) {
        points.push(histories.pointOf(series, metric.type, temporality, sending()));
        if (points.length < MAX_POINTS_PER_MESSAGE) continue;
        yield { metric, temporality, points, times };
        points = [];
      }
      if (points.length > 0) yield { metric, temporality, points, times };
    }
  }

  /** As on the page: ours first, and of two with one name the first. */
  private *metrics({ families, foreign }: PageContent): Iterable<MetricReading> {
    const { defaultLabels, clock } = this.options;
    const shown = new Set<string>();
    const nowMs = clock.now();
    for (const family of families) {
      shown.add(family.fullName);
      yield readingOfFamily(family, defaultLabels, nowMs);
    }
    for (const metric of foreign) {
      if (shown.has(metric.reading.name)) continue;
      shown.add(metric.reading.name);
      yield readingOfForeign(metric);
    }
  }

  private encode(message: MetricMessage): Buffer {
    this.writer.rewind(0);
    writeMetric(this.writer, message);
    return Buffer.from(this.writer.view());
  }
}

class OpenRequest {
  size = 0;
  readonly sending = new Sending();
  private pointCount = 0;
  private readonly messages: Buffer[] = [];

  add(message: Buffer, pointCount: number): void {
    this.messages.push(message);
    this.size += message.length;
    this.pointCount += pointCount;
  }

  close(envelope: Envelope): MetricRequest {
    const { sending, pointCount } = this;
    return { bytes: envelope.around(this.messages), pointCount, sending };
  }
}
