/**
 * Both bodies of an exchange, seen where they pass anyway: where the parser hands over the request's chunks and where the response
 * is written. Nothing is read, buffered or held up for it, so that back-pressure, lengths and aborts are as they would be.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyKindOf } from './body-kind.js';
import { BodyTap, type ByteBudget } from './body-tap.js';
import { sentHeader } from './sent-headers.js';

type Method = (this: unknown, ...args: unknown[]) => unknown;

export class ExchangeTaps {
  readonly request: BodyTap;
  private knownResponse: BodyTap | undefined;
  /** As it was before any router cut it short. */
  readonly url: string;
  private isEnding = false;

  constructor(
    request: IncomingMessage,
    private readonly serverResponse: ServerResponse,
    private readonly maxBytes: number,
    private readonly budget: ByteBudget,
  ) {
    this.url = request.url ?? '';
    this.request = this.tapFor(request.headers['content-type']);
    this.watch(request, serverResponse);
  }

  /** Made when the body begins: by then its type is known. */
  get response(): BodyTap {
    return (this.knownResponse ??= this.tapFor(sentHeader(this.serverResponse, 'content-type')));
  }

  close(): void {
    this.request.close();
    this.response.close();
  }

  private watch(request: IncomingMessage, response: ServerResponse): void {
    shadow(request, 'push', (chunk, encoding) => this.request.add(chunk, encoding));
    shadow(response, 'write', (chunk, encoding) => this.wrote(chunk, encoding));
    shadow(
      response,
      'end',
      (chunk, encoding) => {
        this.wrote(chunk, encoding);
        this.isEnding = true;
      },
      () => (this.isEnding = false),
    );
  }

  /** HTTP/2's `end` writes its last chunk through `write`. */
  private wrote(chunk: unknown, encoding: unknown): void {
    if (!this.isEnding) this.response.add(chunk, encoding);
  }

  /** Of what nobody can read, only the length is of interest. */
  private tapFor(contentType: string | undefined): BodyTap {
    const kind = bodyKindOf(contentType);
    return new BodyTap(kind === 'binary' || kind === 'stream' ? 0 : this.maxBytes, this.budget);
  }
}

/** Has a method of this one object looked at before it does what it always does. */
function shadow<T extends object>(
  target: T,
  name: keyof T & string,
  before: (chunk: unknown, encoding: unknown) => void,
  after: () => void = () => undefined,
): void {
  const original = target[name] as Method;
  target[name] = function (this: unknown): unknown {
    before(arguments[0], arguments[1]);
    try {
      return Reflect.apply(original, this, arguments);
    } finally {
      after();
    }
  } as never;
}
