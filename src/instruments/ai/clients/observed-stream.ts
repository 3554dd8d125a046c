/**
 * Streams of the clients, looked at while the application reads them: the same stream gives the same chunks in the same order, and
 * nothing is read that the application does not read.
 */
import type { ObservedCall } from './observed-call.js';

type Iterate = () => AsyncIterator<unknown>;

interface AnswerStream extends AsyncIterable<unknown> {
  /** Of the clients' own streams; everything else they offer goes through it. */
  iterator?: Iterate;
  readonly controller?: { readonly signal?: AbortSignal };
}

export function isAnswerStream(value: unknown): value is AnswerStream {
  return typeof (value as Partial<AnswerStream> | null | undefined)?.[Symbol.asyncIterator] === 'function';
}

export function observeStream(stream: AnswerStream, call: ObservedCall): void {
  const key = typeof stream.iterator === 'function' ? 'iterator' : Symbol.asyncIterator;
  const iterate = stream[key] as Iterate;
  const reading = new Reading(call, stream.controller?.signal);
  call.dependOn(stream);
  let isFirst = true;
  const observed: Iterate = () => {
    const iterator = iterate.call(stream);
    // A stream can be read once; whoever tries again gets the client's error.
    if (isFirst) call.lookAt(() => reading.observe(iterator));
    isFirst = false;
    return iterator;
  };
  Object.defineProperty(stream, key, { value: observed, configurable: true, writable: true });
}

type Step = (this: AsyncIterator<unknown>, value?: unknown) => Promise<IteratorResult<unknown>>;

class Reading {
  private stepsUnderWay = 0;

  constructor(
    private readonly call: ObservedCall,
    private readonly signal: AbortSignal | undefined,
  ) {
    signal?.addEventListener('abort', () => this.aborted(), { once: true });
  }

  /** Replaces the steps of this one iterator. */
  observe(iterator: AsyncIterator<unknown>): void {
    for (const method of ['next', 'return', 'throw'] as const) {
      const step = iterator[method] as Step | undefined;
      if (typeof step !== 'function') continue;
      const observed: Step = (value) => this.follow(step.call(iterator, value), method);
      Object.defineProperty(iterator, method, { value: observed, configurable: true, writable: true });
    }
  }

  private async follow(step: Promise<IteratorResult<unknown>>, method: string): Promise<IteratorResult<unknown>> {
    this.stepsUnderWay++;
    try {
      const result = await step;
      if (result.done !== true) this.call.readChunk(result.value);
      else if (method === 'return' || this.signal?.aborted === true) this.call.stop();
      else this.call.finish();
      return result;
    } catch (error) {
      this.call.fail(error);
      throw error;
    } finally {
      this.stepsUnderWay--;
    }
  }

  /** While somebody reads, what the reading comes to tells more: streams that break are aborted, too. */
  private aborted(): void {
    if (this.stepsUnderWay === 0) this.call.stop();
  }
}
