import { request as httpRequest } from 'node:http';
import { Body, Controller, Get, Header, Post } from '@nestjs/common';
import { ObservabilityService, type TelemetryEvents } from 'nestjs-observability';
import { closeApplications, platforms, startApplication, type Platform } from '../support/application.js';

@Controller('orders')
class OrdersController {
  @Post(':id')
  @Header('set-cookie', 'session=abc')
  @Header('x-shard', 'eu-1')
  update(@Body() body: object): object {
    return body;
  }

  @Get('broken')
  broken(): never {
    throw new Error('broken');
  }

  @Get('slow')
  slow(): Promise<never> {
    return new Promise(() => undefined);
  }
}

afterEach(closeApplications);

async function listening(platform: Platform) {
  const application = await startApplication({
    platform,
    controllers: [OrdersController],
    observability: { hooks: { headers: ['Content-Type', 'authorization', 'set-cookie', 'x-shard'] } },
  });
  const requests: TelemetryEvents['http.request'][] = [];
  const responses: TelemetryEvents['http.response'][] = [];
  application.app.get(ObservabilityService).on('http.request', (event) => requests.push(event));
  application.app.get(ObservabilityService).on('http.response', (event) => responses.push(event));
  return { application, requests, responses };
}

describe.each(platforms)('HTTP events on %s', (platform) => {
  it('tell a request and its response, redacted, with the headers that are allowed', async () => {
    const { application, requests, responses } = await listening(platform);
    const body = JSON.stringify({ amount: 3 });
    const headers = { 'content-type': 'application/json', authorization: 'Bearer s3cret', accept: '*/*' };

    await application.request('/orders/7?page=2&token=s3cret', { method: 'POST', body, headers });
    await application.recorder.waitFor(() => responses.length === 1);

    const span = application.recorder.spans.find(({ name }) => name === 'POST /orders/:id')!;
    const { traceId, spanId } = span.spanContext();
    const [requestId, correlationId] = [expect.any(String), expect.any(String)];
    const place = { traceId, spanId, requestId, correlationId };
    const url = '/orders/7?page=2&token=[REDACTED]';
    expect(requests).toEqual([
      {
        ...place,
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json', authorization: '[REDACTED]' },
      },
    ]);
    expect(responses).toEqual([
      {
        ...place,
        method: 'POST',
        url,
        route: '/orders/:id',
        status: 201,
        outcome: 'ok',
        durationMs: expect.any(Number),
        requestBytes: body.length,
        responseBytes: body.length,
        headers: {
          'content-type': expect.stringContaining('application/json'),
          'set-cookie': '[REDACTED]',
          'x-shard': 'eu-1',
        },
      },
    ]);
  });

  it('tell what was refused, what failed, and what the client gave up', async () => {
    const { application, responses } = await listening(platform);

    await application.request('/nowhere');
    await application.request('/orders/broken');
    const aborted = httpRequest(`${application.url}/orders/slow`).on('error', () => undefined);
    aborted.end();
    await application.recorder.waitFor(({ started }) => started.includes('nest.handler OrdersController.slow'));
    aborted.destroy();
    await application.recorder.waitFor(() => responses.length === 3);

    expect(responses.map(({ url, route, status, outcome }) => [url, route, status, outcome])).toEqual([
      ['/nowhere', undefined, 404, 'ok'],
      ['/orders/broken', '/orders/broken', 500, 'error'],
      ['/orders/slow', '/orders/slow', 499, 'canceled'],
    ]);
  });
});
