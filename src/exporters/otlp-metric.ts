/**
 * A metric with its data points, by the field numbers of
 * https://github.com/open-telemetry/opentelemetry-proto/blob/v1.7.0/opentelemetry/proto/metrics/v1/metrics.proto.
 */
import type { MetricType } from '../kernel/index.js';
import type { Exemplar } from '../metrics/index.js';
import { hrTimeOf } from '../tracing/index.js';
import { RECORDS } from './otlp-envelope.js';
import type { HistogramReading, MetricReading, NumberReading, SummaryReading } from './metric-reading.js';
import type { MetricPoint, Temporality } from './metric-temporality.js';
import type { OtlpWriter } from './otlp-writer.js';
import { fixed64Field, lengthField, varintField } from './protobuf-writer.js';

const METRIC = { name: lengthField(1), description: lengthField(2), unit: lengthField(3) } as const;
const DATA: Readonly<Record<MetricType, number>> = {
  gauge: lengthField(5),
  counter: lengthField(7),
  histogram: lengthField(9),
  summary: lengthField(11),
};
const POINTS = lengthField(1);
const AGGREGATION = { temporality: varintField(2), isMonotonic: varintField(3) } as const;
const TEMPORALITY: Readonly<Record<Temporality, number>> = { delta: 1, cumulative: 2 };

const START_TIME = fixed64Field(2);
const TIME = fixed64Field(3);
const NUMBER = { value: fixed64Field(4), attributes: lengthField(7) } as const;
const TOTALS = { count: fixed64Field(4), sum: fixed64Field(5) } as const;
const HISTOGRAM = {
  counts: lengthField(6),
  bounds: lengthField(7),
  exemplars: lengthField(8),
  attributes: lengthField(9),
} as const;
const SUMMARY = { quantiles: lengthField(6), attributes: lengthField(7) } as const;
const QUANTILE = { quantile: fixed64Field(1), value: fixed64Field(2) } as const;
const EXEMPLAR = {
  time: fixed64Field(2),
  value: fixed64Field(3),
  spanId: lengthField(4),
  traceId: lengthField(5),
} as const;

const TWO_POW_32 = 0x1_0000_0000;

export interface MetricMessage {
  readonly metric: MetricReading;
  readonly temporality: Temporality;
  readonly points: readonly MetricPoint[];
  readonly times: PushTimes;
}

/** Milliseconds since the Unix epoch. */
export interface PushTimes {
  readonly nowMs: number;
  /** Older ones have been told. */
  readonly exemplarsSinceMs: number;
}

/** Tag, length and content. */
export function writeMetric(writer: OtlpWriter, { metric, temporality, points, times }: MetricMessage): void {
  writer.byte(RECORDS);
  const start = writer.begin();
  writer.text(METRIC.name, metric.name);
  writer.text(METRIC.description, metric.help);
  writer.text(METRIC.unit, metric.unit);
  writer.byte(DATA[metric.type]);
  const data = writer.begin();
  for (const point of points) writePoint(writer, metric.type, point, times);
  writeAggregation(writer, metric.type, temporality);
  writer.finish(data);
  writer.finish(start);
}

function writeAggregation(writer: OtlpWriter, type: MetricType, temporality: Temporality): void {
  if (type === 'counter' || type === 'histogram') writer.count(AGGREGATION.temporality, TEMPORALITY[temporality]);
  if (type === 'counter') writer.count(AGGREGATION.isMonotonic, 1);
}

function writePoint(writer: OtlpWriter, type: MetricType, point: MetricPoint, times: PushTimes): void {
  writer.byte(POINTS);
  const start = writer.begin();
  if (point.startMs > 0) writer.time(START_TIME, hrTimeOf(point.startMs));
  writer.time(TIME, hrTimeOf(times.nowMs));
  contents[type](writer, point as never, times);
  writer.finish(start);
}

type ContentWriter<R> = (writer: OtlpWriter, point: MetricPoint & { readonly reading: R }, times: PushTimes) => void;

const writeNumber: ContentWriter<NumberReading> = (writer, { reading, attributes }) => {
  writeDouble(writer, NUMBER.value, reading.value);
  writer.attributes(NUMBER.attributes, attributes);
};

const writeHistogram: ContentWriter<HistogramReading> = (writer, { reading, attributes }, { exemplarsSinceMs }) => {
  writeTotals(writer, reading);
  writePacked(writer, HISTOGRAM.counts, reading.counts, (count) => writeWhole(writer, count));
  writePacked(writer, HISTOGRAM.bounds, reading.bounds, (bound) => writer.double(bound));
  for (const exemplar of reading.exemplars) if (exemplar.epochMs >= exemplarsSinceMs) writeExemplar(writer, exemplar);
  writer.attributes(HISTOGRAM.attributes, attributes);
};

const writeSummary: ContentWriter<SummaryReading> = (writer, { reading, attributes }) => {
  writeTotals(writer, reading);
  for (const [quantile, value] of reading.quantiles) {
    writer.byte(SUMMARY.quantiles);
    const start = writer.begin();
    writeDouble(writer, QUANTILE.quantile, quantile);
    writeDouble(writer, QUANTILE.value, value);
    writer.finish(start);
  }
  writer.attributes(SUMMARY.attributes, attributes);
};

const contents = { counter: writeNumber, gauge: writeNumber, histogram: writeHistogram, summary: writeSummary };

function writeTotals(writer: OtlpWriter, { count, sum }: { readonly count: number; readonly sum: number }): void {
  writer.byte(TOTALS.count);
  writeWhole(writer, count);
  writeDouble(writer, TOTALS.sum, sum);
}

function writeExemplar(writer: OtlpWriter, { traceId, spanId, value, epochMs }: Exemplar): void {
  writer.byte(HISTOGRAM.exemplars);
  const start = writer.begin();
  writer.time(EXEMPLAR.time, hrTimeOf(epochMs));
  writeDouble(writer, EXEMPLAR.value, value);
  writer.byte(EXEMPLAR.spanId);
  writer.hex(spanId);
  writer.byte(EXEMPLAR.traceId);
  writer.hex(traceId);
  writer.finish(start);
}

function writePacked(writer: OtlpWriter, tag: number, values: readonly number[], write: (value: number) => void): void {
  if (values.length === 0) return;
  writer.byte(tag);
  const start = writer.begin();
  for (const value of values) write(value);
  writer.finish(start);
}

function writeDouble(writer: OtlpWriter, tag: number, value: number): void {
  writer.byte(tag);
  writer.double(value);
}

/** A count, up to 2^53. */
function writeWhole(writer: OtlpWriter, value: number): void {
  writer.fixed64(Math.floor(value / TWO_POW_32), value % TWO_POW_32);
}
