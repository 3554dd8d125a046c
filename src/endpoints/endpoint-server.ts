/**
 * Answers an endpoint over a raw request and response, without a framework: GET and HEAD, bearer token, gzip, and bodies
 * that are streamed only as fast as the client reads. Nothing that goes wrong here leaves this file.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { mayAccess } from '../security/index.js';
import type { Diagnostics } from '../kernel/index.js';
import { bodyOf, discard, type Body, type FixedBody } from './body.js';
import { acceptsGzip, GZIP_ABOVE_BYTES, gzip, gzipStream } from './compression.js';
import { sendStream } from './send-stream.js';
import type { Endpoint, EndpointAnswer, EndpointRequest } from './endpoint.js';

type Headers = Record<string, string>;

export class EndpointServer {
  constructor(private readonly diagnostics: Diagnostics) {}

  /** Never throws. The answer is on its way when the promise, which never rejects, is fulfilled. */
  async serve(endpoint: Endpoint, request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A socket that dies is the client's business; without a listener HTTP/2 would make it a crash.
    response.on('error', ignore);
    try {
      await this.deliver(endpoint, await this.ask(endpoint, request), request, response);
    } catch (error) {
      this.diagnostics.failed(endpoint.title, 'send', error);
      response.destroy();
    }
  }

  private async ask(endpoint: Endpoint, request: IncomingMessage): Promise<EndpointAnswer> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return METHOD_NOT_ALLOWED;
    if (!mayAccess(endpoint.bearerToken, request.headers.authorization)) return UNAUTHORIZED;
    try {
      return await endpoint.answer(endpointRequest(request));
    } catch (error) {
      this.diagnostics.failed(endpoint.title, 'answer', error);
      return INTERNAL_ERROR;
    }
  }

  private async deliver(
    endpoint: Endpoint,
    answer: EndpointAnswer,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const headers = headersOf(endpoint, answer);
    let body: Body;
    try {
      body = await bodyOf(answer.body, GZIP_ABOVE_BYTES);
    } catch (error) {
      // Nothing is sent yet: the client can still be told properly.
      this.diagnostics.failed(endpoint.title, 'body', error);
      return this.deliver(endpoint, INTERNAL_ERROR, request, response);
    }
    if (response.destroyed) return discard(body);
    const isZipped = body.isLarge && endpoint.isCompressible === true && acceptsGzip(request.headers['accept-encoding']);
    if (isZipped) headers['content-encoding'] = 'gzip';
    if (body.kind === 'fixed') await sendFixed(body, answer.status, headers, request, response);
    else await this.stream(endpoint, body.chunks, isZipped, answer.status, headers, request, response);
  }
}
