import {
  CallHandler,
  CanActivate,
  Controller,
  ExecutionContext,
  Get,
  Injectable,
  Module,
  NestInterceptor,
  ValidationPipe,
  VersioningType,
} from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { getToken, makeCounterProvider, PrometheusModule } from '@willsoto/nestjs-prometheus';
import compression from 'compression';
import { Counter, register, type Counter as CounterType } from 'prom-client';
import { Counted, getMetrics, MetricsService, ObservabilityModule } from 'nestjs-observability';
import { readExposition, samplesOf } from 'nestjs-observability/testing';
import { map, type Observable } from 'rxjs';
import { OwnPortServer } from '../../src/endpoints/index.js';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import '../support/matchers.js';

@Injectable()
class DenyEverything implements CanActivate {
  canActivate(_context: ExecutionContext): boolean {
    return false;
  }
}

@Injectable()
class WrapEverything implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((data) => ({ data })));
  }
}

@Controller()
class HelloController {
  @Get('hello')
  hello(): string {
    return 'hello';
  }
}

afterEach(async () => {
  register.clear();
  await closeApplications();
});

describe.each(platforms)('/metrics and the probes on %s', (platform) => {
  it('answer under prefix, versioning, a denying guard, a wrapping interceptor, pipes and compression', async () => {
    const application = await startApplication({
      platform,
      controllers: [HelloController],
      providers: [
        { provide: APP_GUARD, useClass: DenyEverything },
        { provide: APP_INTERCEPTOR, useClass: WrapEverything },
      ],
      configure: (app) => {
        app.setGlobalPrefix('api').enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
        app.useGlobalPipes(new ValidationPipe({ forbidNonWhitelisted: true, whitelist: true }));
        if (platform === 'express') app.use(compression({ threshold: 0 }));
      },
    });

    expect((await application.request('/api/v1/hello')).status).toBe(403);
    const metrics = await application.request('/metrics');
    const probes = await Promise.all(
      ['/health', '/health/live', '/health/ready', '/health/startup'].map((path) => application.request(path)),
    );

    expect(metrics.status).toBe(200);
    expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(metrics.headers.get('content-encoding')).toBeNull();
    expect(readExposition(await metrics.text()).length).toBeGreaterThan(50);
    expect(probes.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await probes[2]!.json()).toMatchObject({ status: 'ready' });
  });

  it('speak text, OpenMetrics, gzip, HEAD and a filter', async () => {
    const application = await startApplication({ platform, controllers: [HelloController] });
    await application.request('/hello');

    const open = await application.request('/metrics', {
      headers: { accept: 'application/openmetrics-text;version=1.0.0' },
    });
    const head = await application.request('/metrics', { method: 'HEAD' });
    const filtered = await (await application.request('/metrics?name[]=http_requests_total')).text();

    expect(open.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect((await open.text()).endsWith('# EOF\n')).toBe(true);
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(new Set(readExposition(filtered).map(({ name }) => name))).toEqual(new Set(['http_requests_total']));
  });

  it('name the trace of a slow request in an exemplar', async () => {
    const application = await startApplication({ platform, controllers: [HelloController] });
    await application.request('/hello');
    await application.recorder.waitFor(({ spans }) => spans.some(({ name }) => name === 'GET /hello'));

    const samples = readExposition(await application.scrape('application/openmetrics-text'));
    const exemplars = samples.filter(
      ({ name, exemplar }) => name === 'http_request_duration_seconds_bucket' && exemplar !== undefined,
    );

    const { traceId, spanId } = application.recorder.spans.find(({ name }) => name === 'GET /hello')!.spanContext();
    expect(exemplars.map(({ exemplar }) => exemplar)).toEqual([{ trace_id: traceId, span_id: spanId }]);
  });

  it('want the bearer token when there is one', async () => {
    const application = await startApplication({ platform, observability: { metrics: { bearerToken: 'secret' } } });

    const without = await application.request('/metrics');
    const wrong = await application.request('/metrics', { headers: { authorization: 'Bearer secre' } });
    const right = await application.request('/metrics', { headers: { authorization: 'Bearer secret' } });

    expect([without.status, wrong.status, right.status]).toEqual([401, 401, 200]);
  });

  it('step aside where the application serves the path, with one warning', async () => {
    @Controller()
    class OwnMetrics {
      @Get('metrics')
      metrics(): string {
        return 'mine';
      }
    }
    const application = await startApplication({ platform, controllers: [OwnMetrics] });

    expect(await application.scrape()).toBe('mine');
    const warnings = application.recorder.lines.filter(({ message }) =>
      String(message).includes('serves GET /metrics itself'),
    );
    expect(warnings).toHaveLength(1);
  });
});

describe('A context without a server', () => {
  it('has metrics and probes on its own port', async () => {
    @Module({
      imports: [ObservabilityModule.forRoot({ metrics: { port: 0, host: '127.0.0.1' }, logs: { level: 'fatal' } })],
    })
    class JobModule {}
    const context = await NestFactory.createApplicationContext(JobModule, { bufferLogs: true });
    const { port } = context.get(OwnPortServer);

    const [metrics, ready] = await Promise.all(
      ['metrics', 'health/ready'].map((path) => fetch(`http://127.0.0.1:${port}/${path}`)),
    );
    await context.close();

    expect([metrics!.status, ready!.status]).toEqual([200, 200]);
    expect(await metrics!.text()).toContain('app_info');
    await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow('fetch failed');
  });
});

describe('The registry', () => {
  it('shows @willsoto/nestjs-prometheus providers and prom-client’s default registry on the same page', async () => {
    @Module({
      imports: [PrometheusModule.register({ path: '/theirs', defaultMetrics: { enabled: false } })],
      providers: [makeCounterProvider({ name: 'willsoto_total', help: 'theirs' })],
    })
    class TheirModule {}
    new Counter({ name: 'global_total', help: 'global' }).inc(2);
    new Counter({ name: 'http_requests_total', help: 'a name of ours' }).inc(99);
    const application = await startApplication({ imports: [TheirModule], controllers: [HelloController] });
    application.app.get<CounterType>(getToken('willsoto_total'), { strict: false }).inc(3);
    await application.request('/hello');

    await expect(application).toHaveSample('willsoto_total', {}, 3);
    await expect(application).toHaveSample('global_total', {}, 2);
    await expect(application).toHaveSample('http_requests_total', { route: '/hello' }, 1);
    expect(samplesOf(await application.scrape(), 'http_requests_total').some(({ value }) => value === 99)).toBe(false);
  });

  it('gives values back, inside and outside the injector', async () => {
    const application = await startApplication({});
    const metrics = application.app.get(MetricsService);
    metrics
      .counter('cups_total', { help: 'Cups', labelNames: ['size'] })
      .labels({ size: 'small' })
      .inc(2);

    expect(metrics.read('cups_total', { size: 'small' })).toBe(2);
    expect(getMetrics().read('cups_total', { size: 'small' })).toBe(2);
    expect(() => metrics.gauge('cups_total', { labelNames: ['size'] })).toThrow(/OBS_ERR_METRIC_CONFLICT/);
  });

  it('folds 10 000 label values into the limit, keeps the total and warns once, naming the label', async () => {
    @Injectable()
    class Tenants {
      @Counted('tenant_calls_total', {
        labelNames: ['tenant'],
        labels: ({ args }: { args: readonly unknown[] }) => ({ tenant: String(args[0]) }),
      })
      call(_tenant: string): void {}
    }
    const application = await startApplication({
      providers: [Tenants],
      observability: { metrics: { maxSeries: 100, maxLabelValues: 50 } },
    });
    const tenants = application.app.get(Tenants);

    for (let tenant = 0; tenant < 10_000; tenant++) tenants.call(`t${tenant}`);

    const samples = samplesOf(await application.scrape(), 'tenant_calls_total');
    expect(samples.length).toBeLessThanOrEqual(100);
    expect(samples.reduce((sum, { value }) => sum + value, 0)).toBe(10_000);
    const warnings = application.recorder.lines.filter(({ message }) => String(message).includes('tenant_calls_total'));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]!['message']).toContain('tenant');
  });

  it('listens on a port of its own when told, and says so when that is taken', async () => {
    const first = await startApplication({ observability: { metrics: { port: 0, host: '127.0.0.1' } } });
    expect((await first.request('/metrics')).status).toBe(404);
    const port = first.app.get(OwnPortServer).port!;

    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
    const second = startApplication({ observability: { metrics: { port, host: '127.0.0.1' } } });
    await expect(second).rejects.toThrow(/OBS_ERR_PORT_TAKEN/);
  });
});
