/** One life of an application, with every room of the module on: made, used in all ways, and closed. */
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { WsAdapter } from '@nestjs/platform-ws';
import type { ObservabilityOptions } from 'nestjs-observability';
import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { freePort } from '../../../bench/harness/free-port.js';
import { Connection } from '../clients/connection.js';
import type { Platform } from '../platform.js';
import { reloadedModule } from './reloaded-classes.js';

const TOKEN = 'token-of-the-reloaded-application';

export async function liveOnce(platform: Platform, tracesEndpoint: string): Promise<void> {
  const options = await everythingOn(tracesEndpoint);
  const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
  const app = await NestFactory.create(reloadedModule(options), adapter, { bufferLogs: true });
  app.useWebSocketAdapter(new WsAdapter(app));
  await app.listen(0, '127.0.0.1');
  await use(app);
  await app.close();
}

async function everythingOn(tracesEndpoint: string): Promise<ObservabilityOptions> {
  const protocol = 'http/protobuf';
  const metricsEndpoint = tracesEndpoint.replace('/v1/traces', '/v1/metrics');
  const ownPort = { port: await freePort(), host: '127.0.0.1' };
  return {
    service: { name: 'reloaded' },
    traces: { sampleRatio: 1, protocol, endpoint: tracesEndpoint },
    metrics: {
      ...ownPort,
      networkTimings: true,
      exporter: ['prometheus', 'otlp'],
      protocol,
      endpoint: metricsEndpoint,
    },
    logs: { destination: { write: () => undefined }, spans: true },
    slos: [{ name: 'work', objective: 0.99, selector: { routes: ['/work'] } }],
    capture: { rules: [{ when: 'always' }] },
    profiling: { enabled: true },
    management: { enabled: true, access: { tokens: { tester: TOKEN } } },
    console: { enabled: true, access: { token: TOKEN } },
    shutdown: { drainTimeoutMs: 0 },
  };
}

async function use(app: INestApplication): Promise<void> {
  const { port } = app.getHttpServer().address() as AddressInfo;
  for (const path of ['/work', '/nowhere', '/health/ready']) await ask(port, path);
  const stream = await Connection.open(port);
  stream.write('GET /events HTTP/1.1\r\nHost: load\r\n\r\n');
  await stream.receives((text) => text.includes('data:'));
  const socket = new WebSocket(`ws://127.0.0.1:${port}/talk`);
  await once(socket, 'open');
  socket.send(JSON.stringify({ event: 'ping' }));
  await once(socket, 'message');
  socket.terminate();
  await Promise.all([once(socket, 'close'), stream.leave(false)]);
}

function ask(port: number, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path, agent: false }, (response) => {
      response.resume().on('end', resolve);
    });
    sent.on('error', reject).end();
  });
}
