import { Injectable } from '@nestjs/common';
import { Cron, ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { OperationPipeline } from 'nestjs-observability';
import { describeSource, type Act, type SourceSubject } from 'nestjs-observability/testing';
import { startApplication } from '../support/application.js';

@Injectable()
class Cleanup {
  act: Act | 'wait' = 'success';
  release!: () => void;
  private readonly released = new Promise<void>((resolve) => (this.release = resolve));

  @Cron('0 0 1 1 *', { name: 'cleanup' })
  async sweep(): Promise<void> {
    if (this.act === 'wait') await this.released;
    if (this.act === 'error') throw new Error('no broom');
    if (this.act === 'abort') AbortSignal.abort().throwIfAborted();
  }
}

async function start(): Promise<SourceSubject> {
  const { app, recorder, close } = await startApplication({
    imports: [ScheduleModule.forRoot()],
    providers: [Cleanup],
  });
  const cleanup = app.get(Cleanup);
  // Cron's own timer would call the same.
  const tick = () => app.get(SchedulerRegistry).getCronJob('cleanup').fireOnTick();
  return {
    recorder,
    pipeline: app.get(OperationPipeline),
    act: async (how) => {
      cleanup.act = how;
      await tick();
    },
    begin: async () => {
      cleanup.act = 'wait';
      void tick();
      return { release: cleanup.release };
    },
    close,
  };
}

describeSource('Runs of scheduled jobs', {
  kind: 'schedule.run',
  start,
  outcomes: {
    success: 'ok',
    error: 'error',
    // A job that gives its work up of its own accord; nobody waits for it who could go away.
    abort: 'canceled',
    timeout: { impossible: 'nobody waits for a run' },
  },
  shutdown: 'ok',
});
