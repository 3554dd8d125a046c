/**
 * pprof, by the field numbers of https://github.com/google/pprof/blob/main/proto/profile.proto: what `go tool pprof`, Pyroscope and
 * Parca read. Samples carry their route, operation, trace and span as labels.
 */
import type { Activity } from '../activity-table.js';
import { frameName } from '../frame-names.js';
import type { CallFrame } from '../v8-profile.js';
import { ProtobufMessage } from './protobuf-message.js';
import type { WeightedStack } from './weighted-stacks.js';

export interface PprofKind {
  /** What a stack's count and its amount are: `[['samples', 'count'], ['cpu', 'nanoseconds']]`. */
  readonly values: readonly (readonly [type: string, unit: string])[];
  /** About so much of the last value per sample. */
  readonly period: number;
}

export interface PprofInput extends PprofKind {
  readonly stacks: readonly WeightedStack[];
  readonly startedAtMs: number;
  readonly durationMs: number;
}

/** Not compressed; files of this format are, with gzip. */
export function pprof(input: PprofInput): Buffer {
  return new PprofWriter().write(input);
}

const PROFILE = {
  sampleType: 1,
  sample: 2,
  location: 4,
  function: 5,
  stringTable: 6,
  timeNs: 9,
  durationNs: 10,
  periodType: 11,
  period: 12,
} as const;
const VALUE_TYPE = { type: 1, unit: 2 } as const;
const SAMPLE = { locationIds: 1, values: 2, label: 3 } as const;
const LABEL = { key: 1, text: 2 } as const;
const LOCATION = { id: 1, line: 4 } as const;
const LINE = { functionId: 1, line: 2 } as const;
const FUNCTION = { id: 1, name: 2, systemName: 3, fileName: 4, startLine: 5 } as const;

const NS_PER_MS = 1_000_000n;

class PprofWriter {
  private readonly profile = new ProtobufMessage();
  // The first text has to be the empty one.
  private readonly texts = new Map([['', 0]]);
  private readonly locations = new Map<string, number>();

  write({ values, stacks, startedAtMs, durationMs, period }: PprofInput): Buffer {
    const { profile } = this;
    for (const value of values) profile.message(PROFILE.sampleType, this.valueType(value));
    for (const stack of stacks) profile.message(PROFILE.sample, this.sample(stack));
    profile.message(PROFILE.periodType, this.valueType(values.at(-1)!)).integer(PROFILE.period, period);
    profile.integer(PROFILE.timeNs, BigInt(Math.round(startedAtMs)) * NS_PER_MS);
    profile.integer(PROFILE.durationNs, BigInt(Math.round(durationMs)) * NS_PER_MS);
    for (const text of this.texts.keys()) profile.text(PROFILE.stringTable, text);
    return profile.finish();
  }

  private sample({ frames, count, amount, activity }: WeightedStack): ProtobufMessage {
    const sample = new ProtobufMessage()
      .integers(
        SAMPLE.locationIds,
        frames.map((frame) => this.location(frame)),
      )
      .integers(SAMPLE.values, [count, amount]);
    for (const [key, text] of Object.entries(labelsOf(activity))) sample.message(SAMPLE.label, this.label(key, text));
    return sample;
  }

  private label(key: string, text: string): ProtobufMessage {
    return new ProtobufMessage().integer(LABEL.key, this.text(key)).integer(LABEL.text, this.text(text));
  }

  private valueType([type, unit]: readonly [string, string]): ProtobufMessage {
    return new ProtobufMessage().integer(VALUE_TYPE.type, this.text(type)).integer(VALUE_TYPE.unit, this.text(unit));
  }

  /** One per function, and both have the same number. */
  private location(frame: CallFrame): number {
    const key = `${frame.scriptId} ${frame.url} ${frame.lineNumber} ${frame.columnNumber} ${frame.functionName}`;
    return this.locations.get(key) ?? this.addLocation(key, frame);
  }

  private addLocation(key: string, frame: CallFrame): number {
    const id = this.locations.size + 1;
    this.locations.set(key, id);
    const { name, file = '', line = 0 } = frameName(frame);
    const place = new ProtobufMessage().integer(LINE.functionId, id).integer(LINE.line, line);
    const named = new ProtobufMessage()
      .integer(FUNCTION.id, id)
      .integer(FUNCTION.name, this.text(name))
      .integer(FUNCTION.systemName, this.text(name))
      .integer(FUNCTION.fileName, this.text(file))
      .integer(FUNCTION.startLine, line);
    this.profile.message(
      PROFILE.location,
      new ProtobufMessage().integer(LOCATION.id, id).message(LOCATION.line, place),
    );
    this.profile.message(PROFILE.function, named);
    return id;
  }

  private text(text: string): number {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    this.texts.set(text, this.texts.size);
    return this.texts.size - 1;
  }
}

/** Without ids where the span was not recorded: they would lead nowhere. */
function labelsOf(activity: Activity | undefined): Readonly<Record<string, string>> {
  if (activity === undefined) return {};
  const { operation, entry, traceId, spanId } = activity;
  const names = { route: entry.name, operation: operation.name, operation_kind: operation.kind };
  return traceId === undefined ? names : { ...names, trace_id: traceId, span_id: spanId! };
}
