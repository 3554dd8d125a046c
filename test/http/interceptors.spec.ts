import {
  BadGatewayException,
  CallHandler,
  Controller,
  ExecutionContext,
  Get,
  NestInterceptor,
  RequestTimeoutException,
  UseInterceptors,
} from '@nestjs/common';
import { context, createContextKey } from '@opentelemetry/api';
import { OperationPipeline } from 'nestjs-observability';
import {
  catchError,
  concat,
  defer,
  from,
  lastValueFrom,
  mergeMap,
  Subject,
  take,
  throwError,
  timeout,
  type Observable,
} from 'rxjs';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import '../support/matchers.js';

const MARK = createContextKey('a mark of the application’s own');

class ArrayInterceptor implements NestInterceptor {
  intercept(): Observable<unknown> {
    return ['cached'] as unknown as Observable<unknown>;
  }
}

class AsyncArrayInterceptor implements NestInterceptor {
  async intercept(_context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    return [await lastValueFrom(next.handle())] as unknown as Observable<unknown>;
  }
}

class MarkingInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return context.with(context.active().setValue(MARK, 'marked'), () => next.handle());
  }
}

class TwiceInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return concat(next.handle(), next.handle());
  }
}

class LateInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return from(Promise.resolve()).pipe(mergeMap(() => next.handle()));
  }
}

class RefusingInterceptor implements NestInterceptor {
  async intercept(_context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    await lastValueFrom(next.handle());
    throw new BadGatewayException();
  }
}

class TimeoutInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const refuse = () => throwError(() => new RequestTimeoutException());
    return next.handle().pipe(timeout(5), catchError(refuse));
  }
}

class PassingInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle();
  }
}

class FailingInterceptor implements NestInterceptor {
  intercept(): Observable<unknown> {
    return defer(() => throwError(() => new BadGatewayException()));
  }
}

@Controller()
class ShopController {
  private readonly told = new Subject<string>();

  @Get('waiting')
  @UseInterceptors(PassingInterceptor)
  waiting(): Observable<string> {
    return this.told.pipe(take(1));
  }

  @Get('telling')
  telling(): void {
    this.told.next('told');
  }

  @Get('array')
  @UseInterceptors(ArrayInterceptor)
  array(): string {
    return 'fresh';
  }

  @Get('async-array')
  @UseInterceptors(AsyncArrayInterceptor)
  asyncArray(): string {
    return 'fresh';
  }

  @Get('marked')
  @UseInterceptors(MarkingInterceptor)
  marked(): unknown {
    return context.active().getValue(MARK) ?? 'lost';
  }

  @Get('twice')
  @UseInterceptors(TwiceInterceptor)
  twice(): string {
    return 'again';
  }

  @Get('late')
  @UseInterceptors(LateInterceptor)
  late(): string {
    return 'late';
  }

  @Get('refused')
  @UseInterceptors(RefusingInterceptor)
  refused(): string {
    return 'never';
  }

  @Get('timeout')
  @UseInterceptors(TimeoutInterceptor)
  async timeout(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }

  @Get('failing')
  @UseInterceptors(FailingInterceptor)
  failing(): string {
    return 'never';
  }
}

afterEach(closeApplications);

describe.each(platforms)('Interceptors of every manner on %s', (platform) => {
  const start = (sampleRatio: number) =>
    startApplication({ platform, controllers: [ShopController], observability: { traces: { sampleRatio } } });

  it.each([0, 1])('answer as without us, sampled at %d', async (sampleRatio) => {
    const application = await start(sampleRatio);
    const paths = ['array', 'async-array', 'marked', 'twice', 'late', 'refused', 'timeout', 'failing'];

    const answers = await Promise.all(paths.map((path) => application.request(`/${path}`)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 502, 408, 502]);
    const bodies = await Promise.all(answers.slice(0, 5).map((answer) => answer.text()));
    expect(bodies).toEqual(['cached', 'fresh', 'marked', 'again', 'late']);
  });

  it.each([0, 1])('are each counted once, and nothing stays open, sampled at %d', async (sampleRatio) => {
    const application = await start(sampleRatio);

    for (const path of ['twice', 'late', 'refused', 'timeout', 'failing']) await application.request(`/${path}`);

    const actions = [
      ['TwiceInterceptor', 'handle'],
      ['LateInterceptor', 'handle'],
      ['RefusingInterceptor', 'handle'],
      ['RefusingInterceptor', 'throw'],
      ['TimeoutInterceptor', 'handle'],
      ['TimeoutInterceptor', 'throw'],
      ['FailingInterceptor', 'throw'],
    ] as const;
    for (const [interceptor, action] of actions) {
      await expect(application).toHaveSample('interceptor_actions_total', { interceptor, action }, 1);
    }
    expect(await application.scrape()).not.toContain('action="replace"');
    await application.recorder.waitFor(() => application.app.get(OperationPipeline).active === 0);
  });

  it('answer within their own request, also where the answer comes out of another', async () => {
    const application = await start(1);
    const { recorder } = application;
    const waiting = application.request('/waiting');
    await recorder.waitFor(({ started }) => started.some((name) => name.includes('ShopController.waiting')));

    await application.request('/telling');

    expect(await (await waiting).text()).toBe('told');
    await recorder.waitFor(({ spans }) => spans.some(({ name }) => name === 'GET /waiting'));
    const traceOf = (name: string) => recorder.spans.find((span) => span.name === name)!.spanContext().traceId;
    expect(traceOf('PassingInterceptor.intercept (response)')).toBe(traceOf('GET /waiting'));
  });
});
