import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ObservabilityOptions, TelemetryRecord } from 'nestjs-observability';
import { closeApplications, startApplication } from '../support/application.js';
import { OrdersController } from './orders.js';
import { isFromUs } from './verify-webhook.js';

const SECRET = 'a secret of both';

afterEach(closeApplications);

it('does what the documentation says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'observability-documented-'));
  const messages: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  const server = createServer(async (request, response) => {
    messages.push({ headers: request.headers, body: await text(request) });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const observability = documented(join(folder, 'telemetry.jsonl'), `http://127.0.0.1:${port}`);
  const application = await startApplication({ controllers: [OrdersController], observability });
  await application.request('/orders/1');
  await application.request('/orders/broken');
  await application.close();
  await new Promise((resolve) => server.close(resolve));

  const lines = readFileSync(join(folder, 'telemetry.jsonl'), 'utf8').trimEnd().split('\n');
  const records = lines.map((line) => JSON.parse(line) as TelemetryRecord);
  rmSync(folder, { recursive: true });
  expect(shapeOf(shownRecord())).toEqual(
    shapeOf(records.find(({ event, error }) => event === 'operation.end' && error)),
  );
  expect(records.filter(({ event }) => event === 'operation.end').map(({ outcome }) => outcome)).toEqual([
    'ok',
    'error',
  ]);
  const sent = messages.flatMap(
    ({ body }) => (JSON.parse(body) as { data: { records: TelemetryRecord[] } }).data.records,
  );
  expect(sent.map(({ event, error }) => [event, error?.type])).toEqual([['operation.error', 'TypeError']]);
  const [{ headers, body }] = messages as [(typeof messages)[number]];
  expect([
    isFromUs(SECRET, headers, body),
    isFromUs(SECRET, headers, `${body} `),
    isFromUs('other', headers, body),
  ]).toEqual([true, false, false]);
});

/** The record that the page shows. */
function shownRecord(): unknown {
  const page = readFileSync(join(__dirname, '../../docs/15-exporters.md'), 'utf8');
  return JSON.parse(/```json\n([\s\S]*?)```/.exec(page)![1]!);
}

/** Names and types, but for attributes: these differ by operation. */
function shapeOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === 'attributes' ? 'attributes' : shapeOf(part)]),
  );
}

function documented(path: string, url: string): ObservabilityOptions {
  return {
    // #region exporters
    exporters: [
      { type: 'file', path },
      {
        type: 'webhook',
        url,
        secret: SECRET,
        events: ['operation.error', 'slo.burn'],
        filter: ({ error }) => error?.type !== 'TimeoutError',
      },
    ],
    // #endregion exporters
  };
}
