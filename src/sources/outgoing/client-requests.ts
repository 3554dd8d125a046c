/** How a client library's own request object is read and completed before it leaves; one stateless object per library. */
import type { TextMapSetter } from '@opentelemetry/api';

export abstract class ClientRequests<R extends object> implements TextMapSetter<R> {
  abstract methodOf(request: R): string;
  /** Scheme and host, such as `https://api.example.com:8443`. */
  abstract originOf(request: R): string;
  /** Path with query. */
  abstract pathOf(request: R): string;
  /** Path of the Unix socket that it goes through instead of the network. */
  abstract socketPathOf(request: R): string | undefined;
  abstract hasHeader(request: R, name: string): boolean;
  protected abstract addHeader(request: R, name: string, value: string): void;

  /** What the application has set itself stays. */
  set(request: R, name: string, value: string): void {
    if (!this.hasHeader(request, name)) this.addHeader(request, name, value);
  }
}

/** Whether a head that is written already has this header; `name` in lower case. */
export function hasHeaderLine(head: string, name: string): boolean {
  return `\n${head.toLowerCase()}`.includes(`\n${name}:`);
}
