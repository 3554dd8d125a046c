import * as Sentry from '@sentry/node';
import { Catch, Controller, Get, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { BaseExceptionFilter, HttpAdapterHost } from '@nestjs/core';
import { sentry } from 'nestjs-observability/sentry';
import { closeApplications, startApplication } from '../support/application.js';
import { SentrySidecar } from '../support/sentry-sidecar.js';

@Controller('orders')
class OrdersController {
  @Get('failing')
  failing(): never {
    Sentry.setTag('shelf', 'north');
    throw new TypeError('no stock, password=correct-horse');
  }

  @Get('message')
  message(): string {
    Sentry.captureMessage('stock is low');
    return 'sent';
  }
}

/** As the filter of @sentry/nestjs does. */
@Catch()
class ReportingFilter implements ExceptionFilter {
  constructor(private readonly next: BaseExceptionFilter) {}

  catch(error: unknown, host: ArgumentsHost): void {
    Sentry.captureException(error);
    const answer = this.next.catch.bind(this.next);
    answer(error, host);
  }
}

let sidecar: SentrySidecar;

beforeAll(async () => {
  sidecar = await SentrySidecar.start();
  Sentry.init({
    dsn: sidecar.dsn,
    release: 'their-release',
    // The sidecar looks at it, Sentry's transport does not send it.
    transportOptions: { headers: { 'content-type': 'application/x-sentry-envelope' } },
    defaultIntegrations: [Sentry.linkedErrorsIntegration()],
    skipOpenTelemetrySetup: true,
    initialScope: { tags: { team: 'stock', kind: 'their-kind' } },
  } as Parameters<typeof Sentry.init>[0]);
});
afterEach(async () => {
  await closeApplications();
  await sidecar.clear();
});
afterAll(async () => {
  await Sentry.close();
  await sidecar.stop();
});

const observability = { plugins: [sentry({ dsn: 'http://other@127.0.0.1:9/1', release: 'our-release' })] };

describe("An application's own Sentry", () => {
  it('is what sends, with its settings, and our facts beside what it says', async () => {
    const application = await startApplication({ controllers: [OrdersController], observability });

    await application.request('/orders/failing');
    const [event] = await sidecar.received();

    expect(event).toMatchObject({
      release: 'their-release',
      transaction: 'GET /orders/failing',
      tags: { team: 'stock', kind: 'their-kind', route: '/orders/failing', handler: 'OrdersController.failing' },
      contexts: { trace: { trace_id: application.recorder.spans[0]!.spanContext().traceId } },
    });
    expect(event!.exception!.values[0]!.value).toBe('no stock, password=[REDACTED]');
  });

  it('tells an error once where a filter of its own has told it', async () => {
    const application = await startApplication({
      controllers: [OrdersController],
      observability,
      configure: (app) =>
        app.useGlobalFilters(new ReportingFilter(new BaseExceptionFilter(app.get(HttpAdapterHost).httpAdapter))),
    });

    await application.request('/orders/failing');
    await application.close();

    expect((await sidecar.all()).map(({ tags }) => tags?.['route'])).toEqual(['/orders/failing']);
  });

  it('has our facts on what the application sends itself', async () => {
    const application = await startApplication({ controllers: [OrdersController], observability });

    await application.request('/orders/message');
    const [event] = await sidecar.received();

    expect(event).toMatchObject({
      message: 'stock is low',
      transaction: 'GET /orders/message',
      tags: { transport: 'http' },
    });
    expect(event!.tags).not.toHaveProperty('fingerprint');
  });

  it('is left open, and as it was, when the application closes', async () => {
    const application = await startApplication({ controllers: [OrdersController], observability });
    await application.close();

    Sentry.captureMessage('after the end');
    const [event] = await sidecar.received();

    expect(event).toMatchObject({ message: 'after the end', tags: { team: 'stock' } });
    expect(event!.tags).not.toHaveProperty('transport');
  });
});
