/** An application with every way of answering that a capture has to leave alone. */
import {
  Body,
  Controller,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Req,
  Res,
  Sse,
  type INestApplication,
} from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { from, type Observable } from 'rxjs';

/** Express' own, or Fastify's around Node's. */
type Framed<T> = T & { readonly raw?: T; hijack?(): void };

function rawOf<T>(framed: Framed<T>): T {
  framed.hijack?.();
  return framed.raw ?? framed;
}

export const LARGE_BYTES = 4 * 2 ** 20;

@Controller()
export class CapturingShop {
  /** What `write` said while the large answer was written: whether back-pressure was felt. */
  static saidFull = 0;

  @Get('orders/:id')
  order(@Param('id') id: string): object {
    if (id === 'none') throw new NotFoundException('no such order');
    if (id === 'broken') throw new TypeError('password=hunter2 is wrong');
    return { id, token: 'hunter2', card: 4111111111111111, note: 'fine' };
  }

  @Post('echo')
  @HttpCode(200)
  echo(@Body() body: unknown): unknown {
    return body;
  }

  @Get('slow')
  async slow(): Promise<string> {
    await delay(60);
    return 'late';
  }

  @Get('never')
  never(): Promise<never> {
    return new Promise(() => undefined);
  }

  @Get('empty')
  @HttpCode(204)
  empty(): void {}

  @Get('stream')
  async stream(@Res() framed: Framed<ServerResponse>): Promise<void> {
    const response = rawOf(framed);
    response.writeHead(200, 'Fine', { 'content-type': 'text/plain', 'x-kind': ['a', 'b'] });
    for (const chunk of ['one ', Buffer.from('two '), new Uint8Array([51, 10])]) {
      response.write(chunk);
      await delay(2);
    }
    response.write('666f', 'hex');
    response.end('6f', 'hex');
  }

  @Get('large')
  async large(@Res() framed: Framed<ServerResponse>): Promise<void> {
    const response = rawOf(framed);
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': LARGE_BYTES });
    const chunk = Buffer.alloc(2 ** 16, 'x');
    for (let sent = 0; sent < LARGE_BYTES; sent += chunk.length) {
      if (response.write(chunk)) continue;
      CapturingShop.saidFull++;
      await new Promise((resolve) => response.once('drain', resolve));
    }
    response.end();
  }

  @Get('packed')
  packed(@Res() framed: Framed<ServerResponse>): void {
    const response = rawOf(framed);
    response.setHeader('content-type', 'application/json');
    response.setHeader('content-encoding', 'gzip');
    response.end(gzipSync(JSON.stringify({ password: 'hunter2', ok: true })));
  }

  @Get('picture')
  picture(@Res() framed: Framed<ServerResponse>): void {
    rawOf(framed)
      .writeHead(200, { 'content-type': 'image/png' })
      .end(Buffer.from([1, 2, 3]));
  }

  @Get('broken-off')
  async brokenOff(@Res() framed: Framed<ServerResponse>): Promise<void> {
    const response = rawOf(framed);
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 100 });
    response.write('the beginning');
    await delay(5);
    response.destroy();
  }

  @Sse('events')
  events(): Observable<{ data: string }> {
    return from([{ data: 'one' }, { data: 'two' }]);
  }

  /** Reads the request itself: its length and digest tell whether a byte is missing. */
  @Post('upload')
  async upload(@Req() framedRequest: Framed<IncomingMessage>, @Res() framed: Framed<ServerResponse>): Promise<void> {
    const request = framedRequest.raw ?? framedRequest;
    const response = rawOf(framed);
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      hash.update(chunk);
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ bytes, digest: hash.digest('hex'), type: request.headers['content-type'] }));
  }
}

/** Fastify refuses types that it has no parser for; these are left to the handler. */
export function acceptAnything(app: INestApplication): void {
  const server = app.getHttpAdapter().getInstance() as { addContentTypeParser?: AddParser };
  server.addContentTypeParser?.('*', (_request, _payload, done) => done(null, undefined));
}

type AddParser = (type: string, parse: (request: unknown, payload: unknown, done: Done) => void) => void;
type Done = (error: null, body: undefined) => void;
