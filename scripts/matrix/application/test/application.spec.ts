/** A request observed through `nestjs-observability/testing`, in Jest and in Vitest. */
import { NestFactory } from '@nestjs/core';
import { TelemetryRecorder } from 'nestjs-observability/testing';
import { AppModule } from '../src/app.module.js';
import { adapter } from '../src/generated/adapter.js';
import { expect, it } from './generated/runner.js';

it('records the span, the call and the log line of a request', async () => {
  const recorder = new TelemetryRecorder();
  const app = await NestFactory.create(AppModule.observed(recorder.observing()), adapter(), { bufferLogs: true });
  await app.listen(0, '127.0.0.1');

  await (await fetch(`${await app.getUrl()}/orders/7`)).text();
  await recorder.waitFor(({ spans }) => spans.some(({ name }) => name === 'GET /orders/:id'));
  await app.close();

  expect(recorder).toHaveSpan('OrdersService.find', { 'order.id': '7' });
  expect(recorder).toHaveLogged({ message: 'Order 7 found' });
});
