import { Controller, Get, Injectable } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { OperationPipeline } from 'nestjs-observability';
import { describeSource, type Act, type SourceSubject } from 'nestjs-observability/testing';
import { startApplication } from '../support/application.js';

@Injectable()
class Mailer {
  release!: () => void;
  private readonly released = new Promise<void>((resolve) => (this.release = resolve));

  @OnEvent('order.created')
  async onCreated(act: Act | 'wait'): Promise<void> {
    if (act === 'error') throw new RangeError('no address');
    if (act !== 'success') await this.released;
  }
}

@Controller()
class OrdersController {
  constructor(private readonly emitter: EventEmitter2) {}

  @Get()
  async create(): Promise<void> {
    await this.emitter.emitAsync('order.created', 'wait');
  }
}

async function start(): Promise<SourceSubject> {
  const { app, recorder, request, close } = await startApplication({
    imports: [EventEmitterModule.forRoot()],
    controllers: [OrdersController],
    providers: [Mailer],
  });
  const emitter = app.get(EventEmitter2);
  const mailer = app.get(Mailer);
  const isUnderWay = () => recorder.waitFor(({ started }) => started.some((work) => work.startsWith('event.process')));
  const acts: Record<Act, () => Promise<unknown>> = {
    success: async () => emitter.emit('order.created', 'success'),
    error: async () => emitter.emit('order.created', 'error'),
    abort: async () => {
      const leaving = new AbortController();
      const answer = request('/', { signal: leaving.signal });
      await isUnderWay();
      leaving.abort();
      mailer.release();
      await answer;
    },
    timeout: async () => {
      const emitted = emitter.emitAsync('order.created', 'wait');
      await Promise.race([emitted, new Promise((resolve) => setTimeout(resolve, 5))]);
      mailer.release();
    },
  };
  return {
    recorder,
    pipeline: app.get(OperationPipeline),
    act: (how) => acts[how](),
    begin: async () => {
      emitter.emit('order.created', 'wait');
      return { release: mailer.release };
    },
    close,
  };
}

describeSource('Deliveries of events', {
  kind: 'event.process',
  start,
  // A listener does its work to the end, whoever has stopped waiting for it.
  outcomes: { success: 'ok', error: 'error', abort: 'ok', timeout: 'ok' },
  shutdown: 'ok',
});
