/**
 * Answers an endpoint over a raw request and response, without a framework: methods, bearer token, gzip, and bodies
 * that are streamed only as fast as the client reads. Nothing that goes wrong here leaves this file.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Diagnostics } from '../kernel/index.js';
import { mayAccess } from '../security/index.js';
import { acceptsGzip, gzip, GZIP_ABOVE_BYTES, gzipStream } from './compression.js';
import type { Endpoint, EndpointAnswer, EndpointRequest } from './endpoint.js';
import { OpenedBody } from './opened-body.js';
import { readBody } from './request-body.js';
import { pathOf, queryOf } from './request-target.js';

interface Exchange {
  readonly endpoint: Endpoint;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  isClosed: boolean;
}

interface OpenedAnswer extends Omit<EndpointAnswer, 'body'> {
  readonly body: OpenedBody;
}

export class EndpointServer {
  constructor(private readonly diagnostics: Diagnostics) {}

  /** Never rejects; fulfilled when the last byte was handed to the socket or the client is gone. */
  async serve(endpoint: Endpoint, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange: Exchange = { endpoint, request, response, isClosed: false };
    response.once('close', () => (exchange.isClosed = true));
    // A socket that dies is the client's business; without a listener it would be an uncaught exception.
    response.on('error', ignore);
    try {
      await this.send(exchange, await this.open(exchange));
    } catch (error) {
      this.diagnostics.failed(endpoint.title, 'send', error);
      response.destroy();
    }
  }

  private async open({ endpoint, request }: Exchange): Promise<OpenedAnswer> {
    try {
      const answer = await answerTo(endpoint, request);
      const body = await OpenedBody.of(answer.body, endpoint.isCompressible === true ? GZIP_ABOVE_BYTES : -1);
      return { ...answer, body };
    } catch (error) {
      this.diagnostics.failed(endpoint.title, 'answer', error);
      return { ...INTERNAL_ERROR, body: await OpenedBody.of(INTERNAL_ERROR.body, 0) };
    }
  }

  private async send(exchange: Exchange, answer: OpenedAnswer): Promise<void> {
    if (exchange.isClosed) return answer.body.discard();
    if (answer.body.isComplete) return sendComplete(exchange, answer);
    if (exchange.request.method === 'HEAD') return sendHeadOfStream(exchange, answer);
    await this.sendStream(exchange, answer);
  }

  private async sendStream(exchange: Exchange, answer: OpenedAnswer): Promise<void> {
    const { endpoint, response } = exchange;
    const isZipped = isZippedFor(exchange, answer);
    const chunks = answer.body.chunks((error) => this.diagnostics.failed(endpoint.title, 'body', error));
    response.writeHead(answer.status, headersOf(exchange, answer, isZipped));
    // A stream that is not collected first may be a slow one: the client learns at once that it stands.
    if (answer.body.beginning.length === 0) response.flushHeaders();
    // A source that waits for something to say could not be ended before it says it.
    response.once('close', () => void answer.body.discard().catch(ignore));
    const until = { signal: answer.signal };
    const sent = isZipped ? pipeline(chunks, gzipStream(), response, until) : pipeline(chunks, response, until);
    // A source that fails and a client that leaves both end here: `pipeline` has destroyed the response by then.
    await sent.catch(ignore);
    // Where the client left before the first chunk was asked for, nothing has stopped the source yet.
    await answer.body.discard();
  }
}

async function sendComplete(exchange: Exchange, answer: OpenedAnswer): Promise<void> {
  const isZipped = isZippedFor(exchange, answer);
  const bytes = isZipped ? await gzip(answer.body.beginning) : answer.body.beginning;
  if (exchange.isClosed) return;
  const headers = { ...headersOf(exchange, answer, isZipped), 'content-length': String(bytes.length) };
  exchange.response.writeHead(answer.status, headers);
  exchange.response.end(exchange.request.method === 'HEAD' ? undefined : bytes);
}

/** The headers of the GET, for which no more than the beginning of the body has to be made. */
async function sendHeadOfStream(exchange: Exchange, answer: OpenedAnswer): Promise<void> {
  exchange.response.writeHead(answer.status, headersOf(exchange, answer, isZippedFor(exchange, answer)));
  exchange.response.end();
  await answer.body.discard();
}

async function answerTo(endpoint: Endpoint, request: IncomingMessage): Promise<EndpointAnswer> {
  const { maxBodyBytes } = endpoint;
  if (maxBodyBytes === undefined && request.method !== 'GET' && request.method !== 'HEAD') return METHOD_NOT_ALLOWED;
  if (!mayAccess(endpoint.bearerToken, request.headers.authorization)) return UNAUTHORIZED;
  const asked = readRequest(request);
  if (maxBodyBytes === undefined) return endpoint.answer(asked);
  return endpoint.answer({ ...asked, readBody: () => readBody(request, maxBodyBytes) });
}

function readRequest({ method, url, headers, socket }: IncomingMessage): EndpointRequest {
  return { method: method!, path: pathOf(url), query: queryOf(url), headers, remoteAddress: socket?.remoteAddress };
}

function isZippedFor({ endpoint, request }: Exchange, { body }: OpenedAnswer): boolean {
  const isLarge = !body.isComplete || body.beginning.length > GZIP_ABOVE_BYTES;
  return endpoint.isCompressible === true && isLarge && acceptsGzip(request.headers['accept-encoding']);
}

function headersOf({ endpoint }: Exchange, answer: OpenedAnswer, isZipped: boolean): Record<string, string> {
  return {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...answer.headers,
    ...(endpoint.isCompressible === true && { vary: varyOf(answer.headers['vary']) }),
    ...(isZipped && { 'content-encoding': 'gzip' }),
  };
}

/** Caches must not mix up the compressed and the plain form. */
function varyOf(vary: string | undefined): string {
  if (vary === undefined) return 'Accept-Encoding';
  return /accept-encoding|\*/i.test(vary) ? vary : `${vary}, Accept-Encoding`;
}

function refusal(
  status: number,
  error: string,
  headers: Record<string, string> = {},
): EndpointAnswer & { body: string } {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ error }) };
}

const METHOD_NOT_ALLOWED = refusal(405, 'Method Not Allowed', { allow: 'GET, HEAD' });
const UNAUTHORIZED = refusal(401, 'Unauthorized', { 'www-authenticate': 'Bearer' });
const INTERNAL_ERROR = refusal(500, 'Internal Server Error');

function ignore(): void {}
