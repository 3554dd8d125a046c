/**
 * A body whose beginning has been read: enough to know whether it is small and complete (then it has a length) or large
 * (then it is streamed and may be compressed). What fails in the beginning fails before anything was sent.
 */
import type { EndpointAnswer } from './endpoint.js';

type Chunk = string | Uint8Array;

export class OpenedBody {
  private constructor(
    /** Everything when the body is complete. */
    readonly beginning: Buffer,
    private readonly rest: AsyncIterator<Chunk> | undefined,
  ) {}

  /** Reads an iterable until it ends or has given more than `limitBytes`; a negative limit reads nothing. */
  static async of(body: EndpointAnswer['body'], limitBytes: number): Promise<OpenedBody> {
    if (typeof body === 'string' || body instanceof Uint8Array) return new OpenedBody(toBuffer(body), undefined);
    const iterator = body[Symbol.asyncIterator]();
    if (limitBytes < 0) return new OpenedBody(NO_BYTES, iterator);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of leftOpen(iterator)) {
      size += chunks[chunks.push(toBuffer(chunk)) - 1]!.length;
      if (size > limitBytes) return new OpenedBody(Buffer.concat(chunks), iterator);
    }
    return new OpenedBody(Buffer.concat(chunks), undefined);
  }

  get isComplete(): boolean {
    return this.rest === undefined;
  }

  /** From the first byte on; leaving the loop early stops the source. */
  async *chunks(onSourceError: (error: unknown) => void): AsyncGenerator<Chunk> {
    try {
      if (this.beginning.length > 0) yield this.beginning;
      yield* { [Symbol.asyncIterator]: () => this.rest! };
    } catch (error) {
      onSourceError(error);
      throw error;
    } finally {
      await this.discard();
    }
  }

  /** Nobody will read it: lets the source clean up. */
  async discard(): Promise<void> {
    await this.rest?.return?.();
  }
}

const NO_BYTES = Buffer.alloc(0);

/** Without a `return` method, leaving a loop over it does not end the source. */
function leftOpen(iterator: AsyncIterator<Chunk>): AsyncIterable<Chunk> {
  return { [Symbol.asyncIterator]: () => ({ next: () => iterator.next() }) };
}

function toBuffer(chunk: Chunk): Buffer {
  if (typeof chunk === 'string') return Buffer.from(chunk);
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}
