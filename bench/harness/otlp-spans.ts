/** Counts the spans in an OTLP export request: a reader of protobuf's wire format, and of four field numbers. */

export interface SpanCount {
  readonly spans: number;
  /** Spans without a parent: one per sampled request. */
  readonly roots: number;
}

// ExportTraceServiceRequest → ResourceSpans → ScopeSpans → Span
const RESOURCE_SPANS = 1;
const SCOPE_SPANS = 2;
const SPANS = 2;
const PARENT_SPAN_ID = 4;

export function countSpans(request: Buffer): SpanCount {
  const spans = fieldsOf(request, RESOURCE_SPANS)
    .flatMap((resourceSpans) => fieldsOf(resourceSpans, SCOPE_SPANS))
    .flatMap((scopeSpans) => fieldsOf(scopeSpans, SPANS));
  const roots = spans.filter((span) => fieldsOf(span, PARENT_SPAN_ID).every((id) => id.length === 0));
  return { spans: spans.length, roots: roots.length };
}

/** The contents of all fields with this number that have a length: messages, strings, bytes. */
function fieldsOf(message: Buffer, wanted: number): Buffer[] {
  const found: Buffer[] = [];
  const reader = new WireReader(message);
  while (!reader.isAtEnd) {
    const { number, content } = reader.field();
    if (number === wanted && content !== undefined) found.push(content);
  }
  return found;
}

const VARINT = 0;
const FIXED_64 = 1;
const WITH_LENGTH = 2;
const FIXED_32 = 5;

class WireReader {
  private position = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.position >= this.bytes.length;
  }

  field(): { number: number; content: Buffer | undefined } {
    const tag = this.varint();
    return { number: Math.floor(tag / 8), content: this.content(tag % 8) };
  }

  private content(wireType: number): Buffer | undefined {
    if (wireType === WITH_LENGTH) return this.take(this.varint());
    if (wireType === VARINT) this.varint();
    else if (wireType === FIXED_64) this.take(8);
    else if (wireType === FIXED_32) this.take(4);
    else throw new Error(`not an OTLP request: wire type ${wireType} at byte ${this.position}`);
    return undefined;
  }

  private take(length: number): Buffer {
    this.position += length;
    return this.bytes.subarray(this.position - length, this.position);
  }

  /** Exact up to 2^53: tags and lengths are far below, other values only skipped. */
  private varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes[this.position++]!;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }
}
