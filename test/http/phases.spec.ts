import {
  CallHandler,
  CanActivate,
  Catch,
  Controller,
  ExceptionFilter,
  ExecutionContext,
  ForbiddenException,
  Get,
  Injectable,
  NestInterceptor,
  Param,
  PipeTransform,
  Query,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import type { ArgumentsHost } from '@nestjs/common';
import { map, of, type Observable } from 'rxjs';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import '../support/matchers.js';

@Injectable()
class RoleGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query } = context.switchToHttp().getRequest<{ query: { role?: string } }>();
    if (query.role === 'broken') throw new ForbiddenException('broken role');
    return query.role !== 'none';
  }
}

@Injectable()
class ShoutPipe implements PipeTransform {
  transform(value: string): string {
    return value.toUpperCase();
  }
}

@Injectable()
class EnvelopeInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((data) => ({ data })));
  }
}

class CacheInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, _next: CallHandler): Observable<unknown> {
    return of('cached');
  }
}

@Injectable()
class GlobalGuard implements CanActivate {
  async canActivate(): Promise<boolean> {
    return true;
  }
}

class StockError extends Error {}

@Catch(StockError)
class StockFilter implements ExceptionFilter {
  catch(_error: StockError, host: ArgumentsHost): void {
    host
      .switchToHttp()
      .getResponse<{ status(code: number): { send(body: string): void } }>()
      .status(409)
      .send('sold out');
  }
}

@Controller()
@UseGuards(RoleGuard)
class ShopController {
  @Get('say/:word')
  @UsePipes(ShoutPipe)
  @UseInterceptors(EnvelopeInterceptor)
  say(@Param('word') word: string): string {
    return word;
  }

  @Get('cached')
  @UseInterceptors(new CacheInterceptor())
  cached(): string {
    return 'fresh';
  }

  @Get('failing')
  @UseInterceptors(EnvelopeInterceptor)
  failing(): never {
    throw new TypeError('of the handler');
  }

  @Get('sell')
  sell(@Query('n', ShoutPipe) _n: string): never {
    throw new StockError('none left');
  }
}

const providers = [
  { provide: APP_GUARD, useClass: GlobalGuard },
  { provide: APP_FILTER, useClass: StockFilter },
];

afterEach(closeApplications);

describe.each(platforms)('Phases on %s', (platform) => {
  const start = (sampleRatio = 1) =>
    startApplication({
      platform,
      controllers: [ShopController],
      providers,
      observability: { traces: { sampleRatio } },
    });

  it.each([0, 1])('are measured and change nothing, sampled at %d', async (sampleRatio) => {
    const application = await start(sampleRatio);

    const said = await application.request('/say/hello');

    expect(await said.json()).toEqual({ data: 'HELLO' });
    for (const [interceptor, phase] of [
      ['GlobalGuard', 'guard'],
      ['RoleGuard', 'guard'],
      ['ShoutPipe', 'pipe'],
      ['EnvelopeInterceptor', 'request'],
      ['EnvelopeInterceptor', 'response'],
    ] as const) {
      await expect(application).toHaveSample('interceptor_duration_seconds_count', { interceptor, phase }, 1);
    }
  });

  it('tell what each did', async () => {
    const application = await start();
    const answers = ['/say/hello', '/say/hello?role=none', '/say/hello?role=broken', '/cached', '/sell?n=a'];

    const statuses: number[] = [];
    for (const path of answers) statuses.push((await application.request(path)).status);

    expect(statuses).toEqual([200, 403, 403, 200, 409]);
    const actions: readonly (readonly [string, string, number])[] = [
      ['RoleGuard', 'allow', 3],
      ['RoleGuard', 'deny', 1],
      ['RoleGuard', 'throw', 1],
      ['ShoutPipe', 'transform', 2],
      ['EnvelopeInterceptor', 'handle', 1],
      ['CacheInterceptor', 'replace', 1],
      ['StockFilter', 'handle', 1],
    ];
    for (const [interceptor, action, times] of actions) {
      await expect(application).toHaveSample('interceptor_actions_total', { interceptor, action }, times);
    }
    const labels = { interceptor: 'RoleGuard', error_type: 'ForbiddenException' };
    await expect(application).toHaveSample('interceptor_errors_total', labels, 1);
  });

  it('leave an error that only passes through an interceptor to the handler', async () => {
    const application = await start();

    expect((await application.request('/failing')).status).toBe(500);

    const text = await application.scrape();
    expect(text).not.toMatch(/interceptor_errors_total\{[^}]*EnvelopeInterceptor/);
    expect(text).not.toMatch(/EnvelopeInterceptor",action="throw"/);
  });

  it('are spans of the request, the handler beside them', async () => {
    const application = await start();

    await application.request('/say/hello');
    await application.recorder.waitFor(({ spans }) => spans.some(({ name }) => name === 'GET /say/:word'));

    const { spans } = application.recorder;
    const request = spans.find(({ name }) => name === 'GET /say/:word')!;
    const children = spans
      .filter((span) => span.parentSpanContext?.spanId === request.spanContext().spanId)
      .map(({ name }) => name);
    expect(children).toEqual([
      'GlobalGuard.canActivate',
      'RoleGuard.canActivate',
      'EnvelopeInterceptor.intercept',
      'ShoutPipe.transform',
      'ShopController.say',
      'EnvelopeInterceptor.intercept (response)',
    ]);
  });

  it('leave the error of a failed request on its operation', async () => {
    const application = await start(0);

    await application.request('/sell?n=a');
    await application.recorder.waitFor(({ operations }) => operations.length > 0);

    expect(application.recorder.operations[0]!.error).toBeInstanceOf(StockError);
  });
});
