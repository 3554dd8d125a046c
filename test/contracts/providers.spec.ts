import { Controller, Get, Injectable, Param } from '@nestjs/common';
import { OperationPipeline } from 'nestjs-observability';
import { describeSource, type Act, type SourceSubject } from 'nestjs-observability/testing';
import { startApplication } from '../support/application.js';

@Injectable()
class OrdersService {
  readonly release: () => void;
  private readonly released: Promise<void>;
  constructor() {
    let release!: () => void;
    this.released = new Promise<void>((resolve) => (release = resolve));
    this.release = release;
  }

  async find(act: Act | 'wait'): Promise<string> {
    if (act === 'error') throw new RangeError('no such order');
    if (act !== 'success') await this.released;
    return 'tea';
  }
}

@Controller()
class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get(':act') find(@Param('act') act: Act): Promise<string> {
    return this.orders.find(act);
  }
}

async function start(): Promise<SourceSubject> {
  const { app, recorder, request, close } = await startApplication({
    controllers: [OrdersController],
    providers: [OrdersService],
    observability: { autoTrace: true },
  });
  const { release } = app.get(OrdersService);
  const isUnderWay = () => recorder.waitFor(({ started }) => started.includes('method OrdersService.find'));
  const leave = async (act: Act): Promise<void> => {
    const leaving = new AbortController();
    const answer = request(`/${act}`, { signal: leaving.signal });
    await isUnderWay();
    leaving.abort();
    release();
    await answer;
  };
  return {
    recorder,
    pipeline: app.get(OperationPipeline),
    act: (how) => (how === 'abort' || how === 'timeout' ? leave(how) : request(`/${how}`)),
    begin: async () => {
      void request('/wait').catch(() => undefined);
      await isUnderWay();
      return { release };
    },
    close,
  };
}

describeSource('Automatically traced methods', {
  kind: 'method',
  start,
  // A method does its work to the end, whoever has stopped waiting for it.
  outcomes: { success: 'ok', error: 'error', abort: 'ok', timeout: 'ok' },
  shutdown: 'ok',
});
