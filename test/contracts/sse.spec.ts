import { Controller, Get, HttpException, Sse, type MessageEvent } from '@nestjs/common';
import { OperationPipeline } from 'nestjs-observability';
import { concat, NEVER, of, Subject, throwError, timer, type Observable } from 'rxjs';
import { delay, mergeMap, timeout } from 'rxjs/operators';
import { describeSource, type Act, type SourceSubject } from 'nestjs-observability/testing';
import { closeApplications, platforms, startApplication, type Platform } from '../support/application.js';

let held: Subject<MessageEvent>;

@Controller()
class StreamController {
  @Sse('success')
  success(): Observable<MessageEvent> {
    return of({ data: 'one' }, { data: 'two' }).pipe(delay(10));
  }

  @Sse('error')
  error(): Observable<MessageEvent> {
    return concat(of({ data: 'one' }), timer(20).pipe(mergeMap(() => throwError(() => new Error('torn')))));
  }

  @Sse('abort')
  abort(): Observable<MessageEvent> {
    return concat(of({ data: 'one' }), NEVER);
  }

  @Sse('timeout')
  timeout(): Observable<MessageEvent> {
    return concat(of({ data: 'one' }), NEVER).pipe(timeout({ each: 30 }));
  }

  @Sse('hold')
  hold(): Observable<MessageEvent> {
    held = new Subject();
    return held;
  }

  @Get('refused')
  refused(): never {
    throw new HttpException('no', 400);
  }
}

afterAll(closeApplications);

describe.each(platforms)('on %s', (platform) => {
  describeSource('An event stream', {
    kind: 'sse.stream',
    start: () => startStreams(platform),
    outcomes: { success: 'ok', error: 'error', abort: 'canceled', timeout: 'error' },
    shutdown: 'ok',
  });
});

async function startStreams(platform: Platform): Promise<SourceSubject> {
  const application = await startApplication({ platform, controllers: [StreamController] });
  return {
    recorder: application.recorder,
    pipeline: application.app.get(OperationPipeline),
    act: (how) => read(application.url, how),
    begin: async () => {
      const response = await fetch(`${application.url}/hold`);
      void response.text().catch(() => undefined);
      return { release: () => held.complete() };
    },
    close: application.close,
  };
}

async function read(url: string, how: Act): Promise<unknown> {
  const leaving = new AbortController();
  const response = await fetch(`${url}/${how}`, { signal: leaving.signal });
  if (how !== 'abort') return response.text();
  await response.body!.getReader().read();
  return leaving.abort();
}
