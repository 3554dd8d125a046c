import { BullModule, InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable, Module } from '@nestjs/common';
import type { Job, Queue } from 'bullmq';
import { OperationPipeline } from 'nestjs-observability';
import { bullmq } from 'nestjs-observability/bullmq';
import { describeSource, type Act, type SourceSubject } from 'nestjs-observability/testing';
import { startApplication } from '../support/application.js';
import { describeWith } from '../support/services.js';

let release: () => void = () => undefined;

@Processor('work')
class WorkProcessor extends WorkerHost {
  async process({ data }: Job<Act | 'wait'>, _token?: string, signal?: AbortSignal): Promise<void> {
    if (data === 'error') throw new RangeError('cannot');
    if (data === 'wait') await new Promise<void>((resolve) => (release = resolve));
    if (data === 'abort') {
      await new Promise<void>((_, reject) => {
        const abort = () => reject(Object.assign(new Error('canceled'), { name: 'AbortError' }));
        signal!.addEventListener('abort', abort);
      });
    }
  }
}

@Injectable()
class Producer {
  constructor(@InjectQueue('work') readonly queue: Queue) {}
}

describeWith(['redis'], 'BullMQ', ({ redis }) => {
  const start = async (): Promise<SourceSubject> => {
    const prefix = `c${Math.random().toString(36).slice(2)}`;
    @Module({
      imports: [BullModule.forRoot({ connection: { url: redis }, prefix }), BullModule.registerQueue({ name: 'work' })],
      providers: [WorkProcessor, Producer],
    })
    class WorkModule {}
    const { app, recorder, close } = await startApplication({
      imports: [WorkModule],
      observability: { plugins: [bullmq()] },
    });
    const { queue } = app.get(Producer);
    const { worker } = app.get(WorkProcessor);
    const isUnderWay = () => recorder.started.some((started) => started.startsWith('queue.process'));
    return {
      recorder,
      pipeline: app.get(OperationPipeline),
      act: async (act) => {
        const { id } = await queue.add('job', act);
        await recorder.waitFor(isUnderWay);
        if (act === 'abort') worker.cancelJob(id!, 'not needed any more');
      },
      begin: async () => {
        await queue.add('job', 'wait');
        await recorder.waitFor(isUnderWay);
        return { release: () => release() };
      },
      close,
    };
  };

  describeSource('a job', {
    kind: 'queue.process',
    start,
    outcomes: {
      success: 'ok',
      error: 'error',
      abort: 'canceled',
      timeout: { impossible: 'BullMQ sets no time limit to a job' },
    },
    // Nest waits for the worker, which waits for its job.
    shutdown: 'ok',
  });
});
