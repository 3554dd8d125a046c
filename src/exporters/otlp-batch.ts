/**
 * The spans of one export as OTLP's ExportTraceServiceRequest, by the field numbers of the files trace_service.proto and
 * trace.proto (https://github.com/open-telemetry/opentelemetry-proto/tree/v1.7.0/opentelemetry/proto). A span becomes bytes
 * when it comes in: the span itself is not held, and little is left to do when the batch leaves.
 */
import { writeSpan, type OtlpResource, type OtlpScope, type OtlpSpan } from './otlp-span.js';
import { KnownKeys, OtlpWriter } from './otlp-writer.js';
import { lengthField, ProtobufWriter, varintField } from './protobuf-writer.js';
import type { SpanBatch } from './span-exporter.js';

const RESOURCE_SPANS = lengthField(1);
const RESOURCE = { message: lengthField(1), attributes: lengthField(1), schemaUrl: lengthField(3) } as const;
const SCOPE_SPANS = lengthField(2);
const SCOPE = {
  message: lengthField(1),
  name: lengthField(1),
  version: lengthField(2),
  attributes: lengthField(3),
  droppedAttributes: varintField(4),
  schemaUrl: lengthField(3),
} as const;
const SPANS = lengthField(2);

// A writer that huge spans have blown up is not worth keeping.
const MAX_SPARE_BYTES = 4 * 1024 * 1024;

/** Makes batches; they share what is worth remembering from one to the next. */
export class OtlpBatches {
  private readonly knownKeys = new KnownKeys();
  private readonly heads = new Heads(new OtlpWriter(this.knownKeys));
  private spare: OtlpWriter | undefined;

  create(): OtlpBatch {
    const writer = this.spare ?? new OtlpWriter(this.knownKeys);
    this.spare = undefined;
    writer.rewind(0);
    return new OtlpBatch(writer, this.heads, () => this.keep(writer));
  }

  private keep(writer: OtlpWriter): void {
    if (writer.capacity <= MAX_SPARE_BYTES) this.spare = writer;
  }
}

/** From where to where the spans of one scope lie in the batch's bytes. */
interface Run {
  readonly start: number;
  end: number;
}

export class OtlpBatch implements SpanBatch {
  length = 0;
  private readonly runsOf = new Map<OtlpResource, Map<OtlpScope, Run[]>>();

  constructor(
    private readonly writer: OtlpWriter,
    private readonly heads: Heads,
    private readonly release: () => void,
  ) {}

  /** @throws whatever reading the span throws; the batch stays as it was */
  push(span: OtlpSpan): void {
    const start = this.writer.position;
    try {
      this.writer.byte(SPANS);
      writeSpan(this.writer, span);
    } catch (error) {
      this.writer.rewind(start);
      throw error;
    }
    this.note(span, start);
    this.length++;
  }

  /** Once; the batch is over then. */
  toRequest(): Uint8Array {
    const request = Buffer.concat(
      [...this.runsOf].flatMap(([resource, scopes]) => this.resourceSpans(resource, scopes)),
    );
    this.release();
    return request;
  }

  private note({ resource, instrumentationScope }: OtlpSpan, start: number): void {
    const end = this.writer.position;
    const runs = runsIn(this.runsOf, resource, instrumentationScope);
    const last = runs.at(-1);
    if (last?.end === start) last.end = end;
    else runs.push({ start, end });
  }

  private resourceSpans(resource: OtlpResource, scopes: Map<OtlpScope, Run[]>): Uint8Array[] {
    const scopeSpans = [...scopes].flatMap(([scope, runs]) => this.scopeSpans(scope, runs));
    return message(RESOURCE_SPANS, [this.heads.ofResource(resource), ...scopeSpans]);
  }

  private scopeSpans(scope: OtlpScope, runs: Run[]): Uint8Array[] {
    const spans = runs.map(({ start, end }) => this.writer.view(start, end));
    return message(SCOPE_SPANS, [this.heads.ofScope(scope), ...spans]);
  }
}

function runsIn(all: Map<OtlpResource, Map<OtlpScope, Run[]>>, resource: OtlpResource, scope: OtlpScope): Run[] {
  let scopes = all.get(resource);
  if (scopes === undefined) all.set(resource, (scopes = new Map()));
  let runs = scopes.get(scope);
  if (runs === undefined) scopes.set(scope, (runs = []));
  return runs;
}

function message(tag: number, parts: readonly Uint8Array[]): Uint8Array[] {
  const prefix = new ProtobufWriter();
  prefix.byte(tag);
  prefix.varint(parts.reduce((size, { length }) => size + length, 0));
  return [prefix.view(), ...parts];
}

/** What stands before the spans of a resource or a scope. The objects are few and never change: written once. */
class Heads {
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
