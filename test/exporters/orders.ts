/** The little application behind the tests of exporters, and the receivers that they need. */
import { Controller, Get, Param } from '@nestjs/common';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { TelemetryRecord } from 'nestjs-observability';

@Controller('orders')
export class OrdersController {
  @Get(':id')
  find(@Param('id') id: string): string {
    if (id === 'broken') throw new TypeError('no order');
    return `order ${id}`;
  }
}

/** A receiver of webhooks that answers as it is told. */
export interface WebhookReceiver {
  readonly url: string;
  readonly port: number;
  /** Of messages that were answered with 2xx, in order of arrival. */
  readonly records: TelemetryRecord[];
  /** Of all messages. */
  readonly headers: readonly IncomingHttpHeaders[];
  answer: (response: ServerResponse) => unknown;
  stop(): Promise<void>;
}

export const TAKE = (response: ServerResponse): unknown => response.writeHead(204).end();

/** @param port 0 takes any free one */
export async function startWebhookReceiver(port = 0): Promise<WebhookReceiver> {
  const [records, headers]: [TelemetryRecord[], IncomingHttpHeaders[]] = [[], []];
  const server = createServer(async (request, response) => {
    const body = JSON.parse(String(await buffer(request))) as { data: { records: TelemetryRecord[] } };
    headers.push(request.headers);
    receiver.answer(response);
    if (response.writableEnded && response.statusCode < 300) records.push(...body.data.records);
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const bound = (server.address() as AddressInfo).port;
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${bound}/telemetry`,
    port: bound,
    records,
    headers,
    answer: TAKE,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

/** `file` → its drops by reason, as the scrape tells them. */
export function dropsOf(samples: Readonly<Record<string, number>>, signal: string): number {
  const ofSignal = Object.entries(samples).filter(
    ([series]) => series.startsWith('observability_dropped_total{') && series.includes(`signal="${signal}"`),
  );
  return ofSignal.reduce((sum, [, value]) => sum + value, 0);
}
