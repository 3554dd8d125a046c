/** Calls that a request of a real application makes: what they take along, and what their span tells. */
import { Controller, Get, Query } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import '../support/matchers.js';
import { callByNode, clients, farSide, type FarSide } from './far-side.js';

let far: FarSide;
let arrivals: IncomingHttpHeaders[];

beforeEach(async () => {
  arrivals = [];
  far = await farSide((request, response) => {
    arrivals.push(request.headers);
    response.end('answer');
  });
});

afterEach(async () => {
  await closeApplications();
  await far.close();
});

function start(sampleRatio = 1): Promise<RunningApplication> {
  @Controller()
  class CallingController {
    @Get('call')
    call(@Query('client') client: string): Promise<string> {
      return clients[client]!(`${far.url}/orders/7`);
    }

    @Get('own')
    own(): Promise<string> {
      return callByNode(far.url, {}, { headers: { 'X-Correlation-Id': 'mine' } });
    }
  }
  return startApplication({ observability: { traces: { sampleRatio } }, controllers: [CallingController] });
}

describe.each(Object.keys(clients))('%s', (client) => {
  it.each([1, 0])('takes the ids of the causal chain along, at a sample ratio of %s', async (sampleRatio) => {
    const application = await start(sampleRatio);
    await application.request(`/call?client=${client}`, {
      headers: { 'x-request-id': 'r-1', 'x-correlation-id': 'c-1', 'x-causation-id': 'before' },
    });

    expect(arrivals).toEqual([
      expect.objectContaining({ 'x-request-id': 'r-1', 'x-correlation-id': 'c-1', 'x-causation-id': 'r-1' }),
    ]);
    await expect(application).toHaveSample(
      'transport_operations_total',
      { transport: 'http', operation: 'GET', outcome: 'ok' },
      // The test's own calls go out of this process, too.
      1 + 1,
    );
  });

  it('tells the moments of the call and the other end of its connection', async () => {
    const application = await start();
    await application.request(`/call?client=${client}`);
    await application.recorder.waitFor(({ spans }) => spans.some(({ name }) => name === 'GET'));

    const { events } = application.recorder.spans.find(({ name }) => name === 'GET')!;
    expect(events.map(({ name }) => name).slice(-2)).toEqual(['requestStart', 'responseStart']);
    expect(events.find(({ name }) => name === 'requestStart')!.attributes).toEqual({
      'network.peer.address': expect.stringMatching(/^(127\.0\.0\.1|::1)$/) as string,
      'network.peer.port': Number(new URL(far.url).port),
    });
  });
});

it('keeps a correlation id that the application set', async () => {
  const application = await start();
  await application.request('/own');

  expect(arrivals[0]!['x-correlation-id']).toBe('mine');
});
