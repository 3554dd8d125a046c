/**
 * What stands around the spans, metrics and log records of a request: their resource and their scope. Of the three signals' requests
 * (trace_service.proto, metrics_service.proto, logs_service.proto) it has the same field numbers:
 * https://github.com/open-telemetry/opentelemetry-proto/tree/v1.7.0/opentelemetry/proto.
 */
import type { OtlpResource, OtlpScope } from './otlp-span.js';
import type { OtlpWriter } from './otlp-writer.js';
import { lengthField, ProtobufWriter, varintField } from './protobuf-writer.js';

export const RESOURCE_RECORDS = lengthField(1);
export const SCOPE_RECORDS = lengthField(2);
/** The tag of one span, metric or log record. */
export const RECORDS = lengthField(2);

const RESOURCE = { message: lengthField(1), attributes: lengthField(1), schemaUrl: lengthField(3) } as const;
const SCOPE = {
  message: lengthField(1),
  name: lengthField(1),
  version: lengthField(2),
  attributes: lengthField(3),
  droppedAttributes: varintField(4),
  schemaUrl: lengthField(3),
} as const;

/** A request of one resource and one scope. Records have their tags already. */
export class Envelope {
  constructor(
    private readonly heads: Heads,
    private readonly resource: OtlpResource,
    private readonly scope: OtlpScope,
  ) {}

  around(records: readonly Uint8Array[]): Buffer {
    const scoped = message(SCOPE_RECORDS, [this.heads.ofScope(this.scope), ...records]);
    return Buffer.concat(message(RESOURCE_RECORDS, [this.heads.ofResource(this.resource), ...scoped]));
  }
}

/** Tag and length in front of the parts. */
export function message(tag: number, parts: readonly Uint8Array[]): Uint8Array[] {
  const prefix = new ProtobufWriter();
  prefix.byte(tag);
  prefix.varint(parts.reduce((size, { length }) => size + length, 0));
  return [prefix.view(), ...parts];
}

/** What stands before the spans of a resource or a scope. The objects are few and never change: written once. */
export class Heads {
  private readonly known = new WeakMap<object, Uint8Array>();

  constructor(private readonly writer: OtlpWriter) {}

  ofResource(resource: OtlpResource): Uint8Array {
    return this.known.get(resource) ?? this.write(resource, (writer) => writeResource(writer, resource));
  }

  ofScope(scope: OtlpScope): Uint8Array {
    return this.known.get(scope) ?? this.write(scope, (writer) => writeScope(writer, scope));
  }

  private write(owner: object, write: (writer: OtlpWriter) => void): Uint8Array {
    this.writer.rewind(0);
    write(this.writer);
    const head = new Uint8Array(this.writer.view());
    this.known.set(owner, head);
    return head;
  }
}

function writeResource(writer: OtlpWriter, { attributes, schemaUrl }: OtlpResource): void {
  writer.byte(RESOURCE.message);
  const start = writer.begin();
  writer.attributes(RESOURCE.attributes, attributes);
  writer.finish(start);
  writer.text(RESOURCE.schemaUrl, schemaUrl);
}

function writeScope(writer: OtlpWriter, scope: OtlpScope): void {
  writer.byte(SCOPE.message);
  const start = writer.begin();
  writer.text(SCOPE.name, scope.name);
  writer.text(SCOPE.version, scope.version);
  writer.attributes(SCOPE.attributes, scope.attributes);
  writer.count(SCOPE.droppedAttributes, scope.droppedAttributesCount);
  writer.finish(start);
  writer.text(SCOPE.schemaUrl, scope.schemaUrl);
}
