/** Stands for `node:http` and `node:https` in Sentry's transport: each request ends within its time and is not observed itself. */
import { request as requestHttp, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTelemetry } from '../kernel/index.js';

export class RequestTimeout extends Error {
  override readonly name = 'RequestTimeout';
}

export class BoundedRequests {
  private readonly open = new Set<ClientRequest>();

  constructor(private readonly timeoutMs: number) {}

  readonly request = (options: RequestOptions, callback?: (response: IncomingMessage) => void): ClientRequest => {
    const send = options.protocol === 'https:' ? requestHttps : requestHttp;
    const request = context.with(suppressTelemetry(ROOT_CONTEXT), () => send(options, callback));
    this.open.add(request);
    const timer = setTimeout(
      () => request.destroy(new RequestTimeout(`no answer in ${this.timeoutMs} ms`)),
      this.timeoutMs,
    );
    timer.unref();
    tellOfSilentEnd(request);
    return request.once('close', () => {
      clearTimeout(timer);
      this.open.delete(request);
    });
  };

  abort(): void {
    for (const request of this.open) request.destroy(new RequestTimeout('the application has closed'));
  }
}

/** Node closes what was answered by a change of protocols, and says neither `response` nor `error`: nobody would hear of the end. */
function tellOfSilentEnd(request: ClientRequest): void {
  let isOver = false;
  const over = (): void => void (isOver = true);
  request.once('response', over).once('error', over);
  request.once('close', () => {
    if (!isOver) request.emit('error', new Error('the connection ended without an answer'));
  });
}
