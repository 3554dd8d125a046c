import { Controller, Get, Inject, Injectable, Scope, type Type } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { ObservabilityError, OnTelemetry, type Operation, type TelemetryEvents } from 'nestjs-observability';
import { closeApplications, platforms, startApplication } from '../support/application.js';

@Injectable()
class Watch {
  readonly heard: string[] = [];

  @OnTelemetry('http.response', { filter: ({ route }) => route === '/orders' })
  answered({ status }: TelemetryEvents['http.response']): void {
    this.heard.push(`answered ${status}`);
  }

  @OnTelemetry('operation.error')
  failed({ error }: { error: unknown; operation: Operation }): void {
    this.heard.push(`failed ${String(error)}`);
  }
}

@Injectable()
class LoudWatch extends Watch {
  @OnTelemetry('http.request')
  came({ method, url }: TelemetryEvents['http.request']): void {
    this.heard.push(`${method} ${url}`);
  }
}

@Controller()
class OrdersController {
  static readonly heard: unknown[] = [];
  private readonly name = 'orders';

  @Get('orders')
  list(): string {
    throw new RangeError('too many');
  }

  @OnTelemetry('http.response')
  answered({ status }: TelemetryEvents['http.response']): void {
    OrdersController.heard.push([this.name, status]);
  }
}

const problemOf = (start: () => unknown): string => {
  try {
    start();
    return 'none';
  } catch (error) {
    return (error as ObservabilityError).message;
  }
};

afterEach(closeApplications);

describe.each(platforms)('@OnTelemetry on %s', (platform) => {
  it('calls methods of providers and controllers, each on its own instance, until the application closes', async () => {
    OrdersController.heard.length = 0;
    const application = await startApplication({
      platform,
      controllers: [OrdersController],
      providers: [Watch, LoudWatch, { provide: 'alias', useExisting: LoudWatch }],
    });
    const [watch, loud] = [application.app.get(Watch), application.app.get(LoudWatch)];

    await application.request('/orders?page=2');
    await application.request('/nowhere');
    await application.recorder.waitFor(() => OrdersController.heard.length === 2);
    await application.close();

    expect(watch.heard).toEqual(['failed RangeError: too many', 'answered 500']);
    expect(loud.heard).toEqual(['GET /orders?page=2', 'failed RangeError: too many', 'answered 500', 'GET /nowhere']);
    expect(OrdersController.heard).toEqual([
      ['orders', 500],
      ['orders', 404],
    ]);
  });
});

describe('@OnTelemetry', () => {
  it('calls what a factory has made', async () => {
    const application = await startApplication({
      controllers: [OrdersController],
      providers: [{ provide: 'watch', useFactory: () => new Watch() }],
    });
    const watch = application.app.get<Watch>('watch');

    await application.request('/orders');
    await application.recorder.waitFor(() => watch.heard.length === 2);
  });

  it.each([
    ['request-scoped', { scope: Scope.REQUEST }],
    ['transient', { scope: Scope.TRANSIENT }],
  ])('refuses to start with a %s provider', async (_scope, options) => {
    @Injectable(options)
    class ScopedWatch {
      @OnTelemetry('log')
      said(): void {}
    }

    await expect(startApplication({ controllers: [using(ScopedWatch)], providers: [ScopedWatch] })).rejects.toThrow(
      '@OnTelemetry stands on ScopedWatch.said, whose provider is request-scoped or transient. ' +
        'Fix: move the method to a provider of the default scope that injects nothing request-scoped.',
    );
  });

  it('refuses to start with a provider that injects something request-scoped', async () => {
    @Injectable()
    class RequestWatch {
      constructor(@Inject(REQUEST) readonly request: unknown) {}

      @OnTelemetry('log')
      said(): void {}
    }

    await expect(startApplication({ providers: [RequestWatch] })).rejects.toThrow('RequestWatch.said');
  });

  it('refuses a place where it cannot work, an unknown event and a ratio that is none', () => {
    const place = Object.getOwnPropertyDescriptor(Watch.prototype, 'answered') as never;

    expect(problemOf(() => OnTelemetry('log')(Watch, 'answered', place))).toBe(
      'OBS_ERR_DECORATOR_MISUSE  @OnTelemetry works on instance methods only; got Watch.answered. ' +
        'Fix: move it to a method of a provider or controller.',
    );
    expect(problemOf(() => OnTelemetry('request' as never))).toContain('got "request"');
    expect(problemOf(() => OnTelemetry('log', { sampleRatio: 2 }))).toBe(
      'OBS_ERR_OPTION_INVALID  sampleRatio of a hook to log must be a number from 0 to 1; got 2. ' +
        'Fix: write e.g. 0.1 for a tenth of all traces.',
    );
  });
});

function using(provider: Type): Type {
  @Controller()
  class UsingController {
    constructor(@Inject(provider) readonly used: unknown) {}
  }
  return UsingController;
}
