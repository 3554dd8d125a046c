/**
 * The spans of one export as OTLP's ExportTraceServiceRequest, by the field numbers of the files trace_service.proto and
 * trace.proto (https://github.com/open-telemetry/opentelemetry-proto/tree/v1.7.0/opentelemetry/proto). A span becomes bytes
 * when it comes in: the span itself is not held, and little is left to do when the batch leaves.
 */
import { Heads, message, RECORDS, RESOURCE_RECORDS, SCOPE_RECORDS } from './otlp-envelope.js';
import { writeSpan, type OtlpResource, type OtlpScope, type OtlpSpan } from './otlp-span.js';
import { KnownKeys, OtlpWriter } from './otlp-writer.js';
import type { SpanBatch } from './span-exporter.js';

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
      this.writer.byte(RECORDS);
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
    return message(RESOURCE_RECORDS, [this.heads.ofResource(resource), ...scopeSpans]);
  }

  private scopeSpans(scope: OtlpScope, runs: Run[]): Uint8Array[] {
    const spans = runs.map(({ start, end }) => this.writer.view(start, end));
    return message(SCOPE_RECORDS, [this.heads.ofScope(scope), ...spans]);
  }
}

function runsIn(all: Map<OtlpResource, Map<OtlpScope, Run[]>>, resource: OtlpResource, scope: OtlpScope): Run[] {
  let scopes = all.get(resource);
  if (scopes === undefined) all.set(resource, (scopes = new Map()));
  let runs = scopes.get(scope);
  if (runs === undefined) scopes.set(scope, (runs = []));
  return runs;
}
