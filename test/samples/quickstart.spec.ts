/** The quick start as its README has it: three requests, and what one sees of them. */
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../sample/01-quickstart/app.module.js';
import type { TracesAnswer } from '../../src/console/shapes/index.js';
import { countsOfFamily } from '../support/samples.js';
import { RunningSample } from './running-sample.js';

let orders: RunningSample;

beforeAll(async () => {
  orders = await RunningSample.start(() => NestFactory.create(AppModule, { bufferLogs: true }));
});
afterAll(() => orders.close());

it('shows an order, a look at it and one that is not there, in traces, metrics and health', async () => {
  const placed = await orders.post('/orders', { item: 'coffee' });
  const found = await orders.request('/orders/1');
  const missing = await orders.request('/orders/7');
  const ready = await orders.request('/health/ready');

  expect(await placed.json()).toEqual({ id: 1, item: 'coffee' });
  expect([placed.status, found.status, missing.status]).toEqual([201, 200, 404]);
  expect(await ready.json()).toMatchObject({ status: 'ready' });
  expect(await countsOfFamily(orders, /^(http_requests_total|orders_|payment_)/)).toEqual({
    'http_requests_total{method="POST",route="/orders",status="201"}': 1,
    'http_requests_total{method="GET",route="/orders/:id",status="200"}': 1,
    'http_requests_total{method="GET",route="/orders/:id",status="404"}': 1,
    'orders_placed_total{class="OrdersService",method="place",outcome="ok"}': 1,
    'payment_duration_seconds_count{class="OrdersService",method="pay",outcome="ok"}': 1,
  });
  const { rows } = await orders.console.read<TracesAnswer>('traces');
  expect(rows.map(({ name, statusCode }) => [name, statusCode])).toEqual([
    ['GET /orders/:id', '404'],
    ['GET /orders/:id', '200'],
    ['POST /orders', '201'],
  ]);
  const expected = ['POST /orders', '  OrdersController.place', '    OrdersService.place', '      payment'];
  expect(await orders.traceLike(expected)).toEqual(expected);
});
