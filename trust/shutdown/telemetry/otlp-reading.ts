/** What a restart must not lose, read out of OTLP requests: https://github.com/open-telemetry/opentelemetry-proto */
import { WireMessage } from './wire.js';

export interface Told {
  /** `service.instance.id` of who told it. */
  readonly instance: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface ToldPoint extends Told {
  readonly value: number;
}

const RESOURCE = 1;
const SCOPES = 2;
const RECORDS = 2;

interface InstanceRecord {
  readonly instance: string;
  readonly record: WireMessage;
}

/** Spans by name. */
export function readSpans(request: Buffer): Told[] {
  return recordsOf(request).map(({ instance, record }) => ({
    instance,
    name: record.text(5),
    attributes: attributesOf(record, 9),
  }));
}

/** Lines of the log by their message. */
export function readLines(request: Buffer): Told[] {
  return recordsOf(request).map(({ instance, record }) => ({
    instance,
    name: record.message(5)?.text(1) ?? '',
    attributes: attributesOf(record, 6),
  }));
}

/** Points of counters and gauges, and the counts of histograms. */
export function readPoints(request: Buffer): ToldPoint[] {
  return recordsOf(request).flatMap(({ instance, record: metric }) => {
    const numbers = [5, 7].flatMap((field) => metric.message(field)?.messages(1) ?? []);
    const histograms = metric.message(9)?.messages(1) ?? [];
    const name = metric.text(1);
    return [
      ...numbers.map((point) => ({ instance, name, attributes: attributesOf(point, 7), value: numberOf(point) })),
      ...histograms.map((point) => ({ instance, name, attributes: attributesOf(point, 9), value: countOf(point) })),
    ];
  });
}

function recordsOf(request: Buffer): InstanceRecord[] {
  return new WireMessage(request).messages(1).flatMap((entry) => {
    const resource = entry.message(RESOURCE);
    const instance = resource === undefined ? '' : (attributesOf(resource, 1)['service.instance.id'] ?? '');
    const records = entry.messages(SCOPES).flatMap((scope) => scope.messages(RECORDS));
    return records.map((record) => ({ instance, record }));
  });
}

/** Texts only; numbers as texts. */
function attributesOf(message: WireMessage, field: number): Record<string, string> {
  return Object.fromEntries(
    message.messages(field).map((pair) => {
      const value = pair.message(2);
      return [pair.text(1), value?.text(1) || String(value?.number(3) ?? '')];
    }),
  );
}

function numberOf(point: WireMessage): number {
  const double = point.fixed64(4);
  return double === undefined ? Number(point.fixed64(6)?.readBigInt64LE() ?? 0n) : double.readDoubleLE();
}

function countOf(point: WireMessage): number {
  return Number(point.fixed64(4)?.readBigUInt64LE() ?? 0n);
}
