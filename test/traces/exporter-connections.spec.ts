/** Connections to a collector that would keep them for minutes. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { closeApplications, startApplication } from '../support/application.js';

const PATIENCE_MS = 60_000;

let collector: Server;

beforeEach(async () => {
  collector = createServer({ keepAliveTimeout: PATIENCE_MS }, (request, response) => {
    request.resume().on('end', () => response.end());
  });
  await once(collector.listen(0, '127.0.0.1'), 'listening');
});

afterEach(async () => {
  await closeApplications();
  collector.closeAllConnections();
  collector.close();
});

it('leaves no connection to the collector behind when the application has closed', async () => {
  const { port } = collector.address() as AddressInfo;
  const traces = { protocol: 'http/protobuf', endpoint: `http://127.0.0.1:${port}/v1/traces` } as const;
  const exported = once(collector, 'request');
  const application = await startApplication({ observability: { traces } });
  await application.request('/nowhere');

  await application.close();
  await exported;

  expect(await untilNoneIsLeft()).toBe(0);
});

/** It hears of a closing a moment later, but long before its own patience is at an end. */
async function untilNoneIsLeft(): Promise<number> {
  const connections = promisify(collector.getConnections.bind(collector));
  for (let attempt = 0; attempt < 100 && (await connections()) > 0; attempt++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return connections();
}
