import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Controller, Get, Module, Post, Res, StreamableFile } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ObservabilityModule, OperationPipeline } from 'nestjs-observability';
import { TelemetryRecorder } from 'nestjs-observability/testing';
import { connect as connectHttp2 } from 'node:http2';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import '../support/matchers.js';

@Controller()
class ShopController {
  // Never answered: what is pipelined behind it has to wait.
  @Get('hold')
  hold(@Res() _reply: unknown): void {}

  @Get('quick')
  quick(): string {
    return 'quick';
  }

  @Post('upload')
  upload(): void {}

  @Get('endless')
  endless(): StreamableFile {
    const chunks = new Readable({ read: () => void setTimeout(() => chunks.push('more'), 5).unref() });
    return new StreamableFile(chunks);
  }
}

afterEach(closeApplications);

describe.each(platforms)('Connections that end early on %s', (platform) => {
  it('end every request pipelined on them, each once', async () => {
    const application = await startApplication({ platform, controllers: [ShopController] });
    const client = await connected(application.port);
    client.write(get('/hold') + get('/quick').repeat(20));
    await application.recorder.waitFor(() => application.app.get(OperationPipeline).active === 21);

    client.destroy();

    await application.recorder.waitFor(({ operations }) => operations.length === 21);
    const labels = { method: 'GET', status: '499' };
    await expect(application).toHaveSample('http_requests_total', { ...labels, route: '/hold' }, 1);
    await expect(application).toHaveSample('http_requests_total', { ...labels, route: '/quick' }, 20);
    await expect(application).toHaveSample('http_requests_active', { method: 'GET' }, 0);
  });

  it('do not make a size of what was only announced', async () => {
    const application = await startApplication({ platform, controllers: [ShopController] });
    const client = await connected(application.port);
    client.write(
      'POST /upload HTTP/1.1\r\nhost: shop\r\ncontent-type: text/plain\r\ncontent-length: 9007199254740000\r\n\r\n.',
    );
    const isOver = ({ kind }: { kind: string }): boolean => kind === 'http.server';
    await application.recorder.waitFor(({ operations }) => operations.some(isOver));
    client.destroy();

    expect(await application.scrape()).not.toMatch(/http_request_size_bytes_sum\{.*\} [1-9]/);
  });
});

it('Keep-alive with pipelining counts every request', async () => {
  const application = await startApplication({ controllers: [ShopController] });
  const client = await connected(application.port);

  client.write(get('/quick').repeat(50));

  await application.recorder.waitFor(
    ({ operations }) => operations.filter(({ kind }) => kind === 'http.server').length === 50,
  );
  client.destroy();
  await expect(application).toHaveSample('http_requests_total', { route: '/quick', status: '200' }, 50);
});

it('HTTP/2 tells an aborted stream from a finished one, and takes no size from a shared connection', async () => {
  const recorder = new TelemetryRecorder();
  @Module({ imports: [ObservabilityModule.forRoot(recorder.observing())], controllers: [ShopController] })
  class Http2Module {}
  const adapter = new FastifyAdapter({ http2: true } as ConstructorParameters<typeof FastifyAdapter>[0]);
  const app = await NestFactory.create(Http2Module, adapter, { abortOnError: false, bufferLogs: true });
  await app.listen(0, '127.0.0.1');
  const session = connectHttp2(`http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`);

  session.request({ ':path': '/quick' }).resume().end();
  const endless = session.request({ ':path': '/endless' });
  endless.on('error', () => undefined).once('data', () => endless.close());

  const isRequest = ({ kind }: { kind: string }): boolean => kind === 'http.server';
  await recorder.waitFor(({ operations }) => operations.filter(isRequest).length === 2);
  session.destroy();
  await app.close();
  const ended = recorder.operations
    .filter(isRequest)
    .map(({ labels, outcome, attributes }) => [...labels, outcome, attributes['http.response.body.size']]);
  expect(ended).toEqual(
    expect.arrayContaining([
      ['GET', '/quick', '200', 'ok', 5],
      ['GET', '/endless', '499', 'canceled', undefined],
    ]),
  );
});

function get(path: string): string {
  return `GET ${path} HTTP/1.1\r\nhost: shop\r\n\r\n`;
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket)).on('error', reject);
  });
}
