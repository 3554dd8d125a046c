import {
  BadRequestException,
  CanActivate,
  Catch,
  Controller,
  ExceptionFilter,
  Get,
  Head,
  HttpCode,
  Injectable,
  MiddlewareConsumer,
  Module,
  NestModule,
  Param,
  ParseIntPipe,
  Post,
  Res,
  StreamableFile,
  UseFilters,
  UseGuards,
  VersioningType,
} from '@nestjs/common';
import type { ArgumentsHost } from '@nestjs/common';
import { request as httpRequest, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { ObservabilityService, Traced } from 'nestjs-observability';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import '../support/matchers.js';

class Teapot extends Error {}

@Catch(Teapot)
class TeapotFilter implements ExceptionFilter {
  catch(_error: Teapot, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<{ status(code: number): { send(body: string): void } }>();
    reply.status(418).send('short and stout');
  }
}

@Injectable()
class DenyGuard implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

@Controller()
class ShopController {
  @Get('orders/:id')
  find(@Param('id', ParseIntPipe) id: number): object {
    return { id };
  }

  @Post('orders')
  @HttpCode(202)
  create(): object {
    return {};
  }

  @Get('denied')
  @UseGuards(DenyGuard)
  denied(): string {
    return 'never';
  }

  @Get('teapot')
  @UseFilters(TeapotFilter)
  teapot(): never {
    throw new Teapot();
  }

  @Get('broken')
  broken(): never {
    throw new Error('broken');
  }

  @Get('bad')
  bad(): never {
    throw new BadRequestException();
  }

  @Head('probe')
  probe(): void {}

  @Get('stream')
  stream(): StreamableFile {
    return new StreamableFile(Readable.from(['a'.repeat(1000), 'b'.repeat(1000)]));
  }

  @Get('slow')
  async slow(): Promise<string> {
    await delay(5_000, undefined, { ref: false });
    return 'late';
  }

  // Answered from another async context than the request's own, as pub/sub and long polls do.
  @Get('elsewhere')
  elsewhere(@Res() reply: { send(body: string): void }): void {
    answers.push(() => reply.send('at last'));
  }
}

const answers: (() => void)[] = [];

@Module({})
class RefusingMiddleware implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    const refuse = (_request: unknown, response: { statusCode: number; end(text: string): void }): void => {
      response.statusCode = 401;
      response.end('no');
    };
    consumer.apply(refuse).forRoutes('closed');
  }
}

afterEach(closeApplications);

describe.each(platforms)('HTTP requests on %s', (platform) => {
  let application: RunningApplication;

  beforeEach(async () => {
    application = await startApplication({ platform, imports: [RefusingMiddleware], controllers: [ShopController] });
  });

  const counted = async (route: string, status: string, method = 'GET', value = 1) => {
    await application.recorder.waitFor(({ operations }) =>
      operations.some((operation) => operation.labels[2] === status),
    );
    await expect(application).toHaveSample('http_requests_total', { method, route, status }, value);
    await expect(application).toHaveSample('http_request_duration_seconds_count', { method, route, status }, value);
    await expect(application).toHaveSample('http_requests_active', { method }, 0);
  };

  it('keeps the route template, so /orders/1 and /orders/2 share one series', async () => {
    await application.request('/orders/1');
    await application.request('/orders/2?verbose=1');

    await counted('/orders/:id', '200', 'GET', 2);
  });

  it('gives every path that no route matches one value', async () => {
    for (const path of ['/nowhere', '/wp-admin', '/orders/1/2/3'])
      expect((await application.request(path)).status).toBe(404);

    await counted('_UNMATCHED', '404', 'GET', 3);
  });

  it('folds verbs nobody knows into _OTHER', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const sent = httpRequest({ port: application.port, method: 'PROPFIND', path: '/nowhere' }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode!));
      });
      sent.on('error', reject).end();
    });

    await counted('_UNMATCHED', String(status), '_OTHER');
  });

  it('sees what a guard refuses', async () => {
    expect((await application.request('/denied')).status).toBe(403);

    await counted('/denied', '403');
  });

  it('sees what a middleware answers', async () => {
    expect((await application.request('/closed')).status).toBe(401);

    await counted('_UNMATCHED', '401');
  });

  it('sees the status that a filter decides', async () => {
    expect((await application.request('/teapot')).status).toBe(418);

    await counted('/teapot', '418');
  });

  it.each([
    ['/broken', '/broken', '500', 'error'],
    ['/bad', '/bad', '400', 'ok'],
    ['/orders/none', '/orders/:id', '400', 'ok'],
  ])('tells faults and refusals apart: %s', async (path, route, status, outcome) => {
    await application.request(path);

    await counted(route, status);
    expect(application.recorder).toHaveOperation({ kind: 'http.server', name: `GET ${route}`, outcome });
  });

  it('counts HEAD and POST under their own names', async () => {
    await application.request('/probe', { method: 'HEAD' });
    await counted('/probe', '200', 'HEAD');

    await application.request('/orders', {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    });
    await counted('/orders', '202', 'POST');
    await expect(application).toHaveSample('http_request_size_bytes_sum', { route: '/orders' }, 7);
  });

  it('ends a streamed response when its last byte is out and knows its size', async () => {
    expect((await (await application.request('/stream')).text()).length).toBe(2000);

    await counted('/stream', '200');
    const [size] =
      (await application.scrape()).match(/(?<=http_response_size_bytes_sum\{[^}]*stream[^}]*\} )\d+/) ?? [];
    expect(Number(size)).toBeGreaterThanOrEqual(2000);
    expect(Number(size)).toBeLessThan(2100);
  });

  it('counts a client that went away as 499, once', async () => {
    const abort = new AbortController();
    const pending = application.request('/slow', { signal: abort.signal }).catch(() => 'gone');
    await expect(untilActive(application)).resolves.toBe(true);
    abort.abort();

    expect(await pending).toBe('gone');
    await counted('/slow', '499');
    expect(application.recorder).toHaveOperation({ name: 'GET /slow', outcome: 'canceled' });
  });

  it('counts an answer as 499 that is written when the connection is known to be broken, before it has closed', async () => {
    const server = application.app.getHttpServer() as Server;
    server.once('connection', (socket: Socket) => socket.once('error', () => answers.pop()!()));
    const client = connect({ port: application.port, host: '127.0.0.1' });
    client.write('GET /elsewhere HTTP/1.1\r\nHost: a\r\n\r\n');
    await application.recorder.waitFor(() => answers.length > 0);

    client.resetAndDestroy();

    await counted('/elsewhere', '499');
    expect(application.recorder).toHaveOperation({ name: 'GET /elsewhere', outcome: 'canceled' });
  });

  it('ends a request that another async context answers', async () => {
    const pending = application.request('/elsewhere');
    await application.recorder.waitFor(() => answers.length > 0);
    setImmediate(answers.pop()!);

    expect(await (await pending).text()).toBe('at last');
    await counted('/elsewhere', '200');
  });

  it('names the handler of every request, also of those that never reached it', async () => {
    await application.request('/orders/1');
    await application.request('/denied');
    await application.recorder.waitFor(
      ({ operations }) => operations.filter(({ kind }) => kind === 'http.server').length === 2,
    );

    const handlers = application.recorder.operations.map(({ attributes }) => attributes['code.function.name']);
    expect(handlers).toEqual(expect.arrayContaining(['ShopController.find', 'ShopController.denied']));
  });
});

async function untilActive(application: RunningApplication): Promise<boolean> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (/http_requests_active\{method="GET"\} 1/.test(await application.scrape())) return true;
    await delay(5);
  }
  return false;
}

describe.each(platforms)('Routes on %s', (platform) => {
  it('carry global prefix and version in their template', async () => {
    @Controller({ path: 'orders', version: '2' })
    class VersionedController {
      @Get(':id')
      find(): string {
        return 'v2';
      }
    }
    const application = await startApplication({
      platform,
      controllers: [VersionedController],
      configure: (app) => app.setGlobalPrefix('api').enableVersioning({ type: VersioningType.URI }),
    });

    expect(await (await application.request('/api/v2/orders/7')).text()).toBe('v2');

    await expect(application).toHaveSample('http_requests_total', { route: '/api/v2/orders/:id' }, 1);
  });

  it('keep their handler under header versioning, where several share one template', async () => {
    const versioned = (version: string) => {
      @Controller({ path: 'orders', version })
      class OrdersController {
        @Get()
        find(): string {
          return version;
        }
      }
      return OrdersController;
    };
    const application = await startApplication({
      platform,
      controllers: [versioned('1'), versioned('2')],
      configure: (app) => app.enableVersioning({ type: VersioningType.HEADER, header: 'x-version' }),
    });

    const answer = await application.request('/orders', { headers: { 'x-version': '2' } });

    expect(await answer.text()).toBe('2');
    await expect(application).toHaveSample('http_requests_total', { route: '/orders', status: '200' }, 1);
  });
});

@Controller('kitchen')
class CookController {
  @Get('quiet')
  quiet(): string {
    return this.cook();
  }

  @Get('loud')
  loud(): string {
    return this.cook();
  }

  @Traced()
  private cook(): string {
    return 'cooked';
  }
}

describe('Ignored paths', () => {
  it('are neither counted nor logged, and a throwing rule ignores nothing', async () => {
    const ignore = (path: string): boolean => {
      if (path === '/bad') throw new Error('rule');
      return path.startsWith('/orders');
    };
    const application = await startApplication({ controllers: [ShopController], observability: { http: { ignore } } });

    await application.request('/orders/1');
    await application.request('/bad');
    await application.recorder.waitFor(({ operations }) => operations.some(({ kind }) => kind === 'http.server'));

    const text = await application.scrape();
    expect(text).not.toContain('/orders/:id');
    expect(text).toContain('route="/bad"');
    expect(text).toContain('observability_handler_failures_total{handler="http",phase="ignore"} 1');
  });

  it.each(platforms)('begin no trace, whatever they call and whoever listens (%s)', async (platform) => {
    const application = await startApplication({
      platform,
      controllers: [CookController],
      observability: { http: { ignore: ['/kitchen/quiet'] } },
    });
    application.app.get(ObservabilityService).on('operation.end', () => undefined);

    expect(await (await application.request('/kitchen/quiet')).text()).toBe('cooked');
    await application.request('/kitchen/loud');
    await application.recorder.waitFor(({ spans }) => spans.some(({ name }) => name === 'GET /kitchen/loud'));

    expect(application.recorder.spans.map(({ name }) => name)).toEqual([
      'CookController.cook',
      'CookController.loud',
      'GET /kitchen/loud',
    ]);
  });
});
