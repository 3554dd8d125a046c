import { Controller, Get, Injectable, Logger, Module } from '@nestjs/common';
import { Cron, Interval, ScheduleModule, SchedulerRegistry, Timeout } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { of } from 'rxjs';
import { ObservabilityModule, Timed, Traced } from 'nestjs-observability';
import { TelemetryRecorder } from 'nestjs-observability/testing';
import { closeApplications, startApplication, type ApplicationSpec } from '../support/application.js';
import '../support/matchers.js';

const YEARLY = '0 0 1 1 *';
const imports = [ScheduleModule.forRoot()];

@Injectable()
class Jobs {
  readonly heard: string[] = [];
  private readonly logger = new Logger(Jobs.name);
  private open!: () => void;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));

  release(): void {
    this.open();
  }

  @Cron(YEARLY, { name: 'named' })
  named(): void {
    this.logger.log('in the run');
    this.heard.push('named');
  }

  @Interval('often', 15)
  often(): void {
    if (this.heard.length < 50) this.heard.push('often');
  }

  @Timeout(10)
  once(): void {
    this.heard.push('once');
  }

  @Cron(YEARLY, { name: 'failing' })
  async failing(): Promise<void> {
    this.heard.push('failing');
    throw new RangeError('out of paper');
  }

  @Cron(YEARLY, { name: 'slow' })
  async slow(): Promise<void> {
    await this.opened;
  }

  @Cron(YEARLY, { name: 'patient', waitForCompletion: true })
  async patient(): Promise<void> {
    this.heard.push('patient');
    await this.opened;
  }

  @Traced('nightly sweep')
  @Cron(YEARLY, { name: 'decorated' })
  @Timed()
  decorated(): number {
    return 7;
  }

  @Timed()
  @Cron(YEARLY, { name: 'timed' })
  timed(): void {
    this.heard.push('timed');
  }

  @Cron(YEARLY, { name: 'unsubscribed' })
  unsubscribed(): unknown {
    return of('never asked for');
  }
}

@Controller()
class JobsController {
  constructor(private readonly jobs: Jobs) {}

  @Get('now')
  now(): string {
    this.jobs.named();
    return 'done';
  }
}

async function start(spec: Partial<ApplicationSpec> = {}) {
  const application = await startApplication({ imports, providers: [Jobs], controllers: [JobsController], ...spec });
  const { app, recorder } = application;
  const registry = app.get(SchedulerRegistry);
  return {
    ...application,
    registry,
    jobs: app.get(Jobs),
    tick: async (name: string): Promise<void> => void (await registry.getCronJob(name).fireOnTick()),
    runs: (name: string) =>
      recorder.operations.filter((operation) => operation.kind === 'schedule.run' && operation.name === name),
  };
}

afterEach(closeApplications);

describe('A run of a cron job', () => {
  it('is an operation with a trace, ids, a line and samples of its own', async () => {
    const { tick, runs, recorder, scrape } = await start();

    await tick('named');

    const [run] = runs('Jobs.named');
    const { messageId } = run!.scope;
    expect(messageId).toEqual(expect.any(String));
    expect(run).toMatchObject({
      outcome: 'ok',
      labels: ['named', 'ok'],
      scope: { messageId, correlationId: messageId },
      attributes: { 'schedule.job': 'named', 'schedule.cron': YEARLY, 'code.function.name': 'Jobs.named' },
    });
    const span = recorder.spans.find(({ name }) => name === 'Jobs.named')!;
    expect(span.parentSpanContext).toBeUndefined();
    const ids = { trace_id: span.spanContext().traceId, correlation_id: messageId };
    expect(recorder).toHaveLogged({ message: 'in the run', ...ids });
    expect(recorder.lines.find(({ target }) => target === 'Schedule')).toMatchObject({ outcome: 'ok', ...ids });
    const metrics = await scrape();
    await expect(metrics).toHaveSample('schedule_runs_total', { job: 'named', outcome: 'ok' }, 1);
    await expect(metrics).toHaveSample('schedule_run_duration_seconds_count', { job: 'named' }, 1);
    const [, seconds] = /schedule_last_success_timestamp_seconds\{job="named"\} (\S+)/.exec(metrics)!;
    expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(60);
  });

  it('begins a trace of its own, also when a request starts it', async () => {
    @Controller()
    class Trigger {
      constructor(private readonly registry: SchedulerRegistry) {}

      @Get('trigger')
      async trigger(): Promise<string> {
        await this.registry.getCronJob('named').fireOnTick();
        return 'triggered';
      }
    }
    const { request, runs, recorder } = await start({ controllers: [Trigger] });

    await request('/trigger');
    await recorder.waitFor(({ spans }) => spans.some(({ name }) => name === 'GET /trigger'));

    const [run, around] = ['Jobs.named', 'GET /trigger'].map((name) =>
      recorder.spans.find((span) => span.name === name)!,
    );
    expect(run!.spanContext().traceId).not.toBe(around!.spanContext().traceId);
    expect(runs('Jobs.named')).toHaveLength(1);
  });

  it('that fails is logged by the schedule module as ever, with the ids of the run', async () => {
    const { tick, runs, recorder, scrape } = await start();

    await tick('failing');

    expect(runs('Jobs.failing')).toMatchObject([{ outcome: 'error', error: new RangeError('out of paper') }]);
    const span = recorder.spans.find(({ name }) => name === 'Jobs.failing')!;
    const lines = recorder.lines.filter(({ target }) => target === 'Scheduler');
    expect(lines).toMatchObject([{ level: 'ERROR', trace_id: span.spanContext().traceId }]);
    const metrics = await scrape();
    await expect(metrics).toHaveSample('schedule_runs_total', { job: 'failing', outcome: 'error' }, 1);
    expect(metrics).not.toContain('schedule_last_success_timestamp_seconds{job="failing"}');
  });

  it('lasts as long as its promise, and overlapping runs are operations of their own', async () => {
    const { tick, runs, jobs } = await start();

    void tick('slow');
    void tick('slow');
    expect(runs('Jobs.slow')).toEqual([]);
    jobs.release();
    await new Promise((resolve) => setImmediate(resolve));

    const [first, second] = runs('Jobs.slow');
    expect([first!.outcome, second!.outcome]).toEqual(['ok', 'ok']);
    expect(first!.scope.messageId).not.toBe(second!.scope.messageId);
  });

  it('waits for completion where that is asked for', async () => {
    const { tick, runs, jobs } = await start();

    const first = tick('patient');
    await tick('patient');
    jobs.release();
    await first;

    expect(jobs.heard.filter((name) => name === 'patient')).toHaveLength(1);
    expect(runs('Jobs.patient')).toHaveLength(1);
  });

  it('of a decorated method is one operation and one span, with what its decorators measure', async () => {
    const { tick, recorder, scrape } = await start();

    await tick('decorated');

    expect(recorder.operations.filter(({ name }) => name === 'Jobs.decorated').map(({ kind }) => kind)).toEqual([
      'schedule.run',
    ]);
    expect(recorder.spans.filter(({ name }) => /decorated|nightly/.test(name)).map(({ name }) => name)).toEqual([
      'nightly sweep',
    ]);
    const metrics = await scrape();
    await expect(metrics).toHaveSample('method_duration_seconds_count', { class: 'Jobs', method: 'decorated' }, 1);
  });

  it('has its span also when the method is decorated for metrics only', async () => {
    const { tick, recorder, scrape } = await start();

    await tick('timed');

    expect(recorder).toHaveSpan('Jobs.timed', { 'schedule.job': 'timed' });
    await expect(scrape()).resolves.toContain(
      'method_duration_seconds_count{class="Jobs",method="timed",outcome="ok"} 1',
    );
  });

  it('is over when its method returns what nobody will consume', async () => {
    const { tick, runs } = await start();

    await tick('unsubscribed');

    expect(runs('Jobs.unsubscribed')).toMatchObject([{ outcome: 'ok' }]);
  });

  it('is no run when the application calls the method itself', async () => {
    const { request, runs, jobs } = await start();

    await request('/now');

    expect(jobs.heard).toContain('named');
    expect(runs('Jobs.named')).toEqual([]);
  });
});

describe('Intervals and timeouts', () => {
  it('run by their own timers, under their name or that of their method', async () => {
    const { recorder, runs } = await start();

    await recorder.waitFor(() => runs('Jobs.often').length >= 2 && runs('Jobs.once').length === 1);

    expect(runs('Jobs.often')[0]).toMatchObject({
      labels: ['often', 'ok'],
      attributes: { 'schedule.interval_ms': 15 },
    });
    expect(runs('Jobs.once')[0]).toMatchObject({
      labels: ['Jobs.once', 'ok'],
      attributes: { 'schedule.timeout_ms': 10 },
    });
  });
});

describe('A cron job that the application makes itself', () => {
  it('is observed under the name it is registered by', async () => {
    const { registry, runs, jobs } = await start();
    const job = new CronJob(YEARLY, async () => jobs.opened);

    registry.addCronJob('made', job);
    await job.fireOnTick();
    expect(runs('made')).toEqual([]);
    jobs.release();
    await new Promise((resolve) => setImmediate(resolve));

    expect(runs('made')).toMatchObject([{ outcome: 'ok', labels: ['made', 'ok'] }]);
  });

  it('is one run, whoever registers it again', async () => {
    const { registry, recorder } = await start();
    const job = new CronJob(YEARLY, () => undefined);

    registry.addCronJob('before', job);
    registry.deleteCronJob('before');
    registry.addCronJob('after', job);
    await job.fireOnTick();

    expect(recorder.operations.filter(({ labels }) => /before|after/.test(labels[0] ?? ''))).toHaveLength(1);
  });
});

describe('With and without the module', () => {
  it.each([true, false])('jobs hear, answer and overlap the same (bare: %s)', async (isBare) => {
    const { registry, jobs } = await start({ isBare });
    const answers: unknown[] = [];
    const job = new CronJob(YEARLY, function (...args: unknown[]) {
      answers.push([this === job, args.length]);
    });
    registry.addCronJob('made', job);

    for (const name of ['named', 'failing', 'decorated', 'made']) await registry.getCronJob(name).fireOnTick();

    expect(jobs.heard.filter((name) => name !== 'often' && name !== 'once')).toEqual(['named', 'failing']);
    expect(answers).toEqual([[true, 1]]);
    expect([...registry.getCronJobs().keys()].toSorted()).toEqual(
      ['named', 'failing', 'slow', 'patient', 'decorated', 'timed', 'unsubscribed', 'made'].toSorted(),
    );
  });

  it('switched off, nothing is observed', async () => {
    const { tick, recorder } = await start({ observability: { schedules: { enabled: false } } });

    await tick('named');

    expect(recorder.started.filter((started) => started.startsWith('schedule.run'))).toEqual([]);
  });
});

describe('The schedule module', () => {
  it('may be imported before ours, and initialised before it', async () => {
    const recorder = new TelemetryRecorder();
    const observability = ObservabilityModule.forRoot(recorder.observing());

    @Module({ imports: [ScheduleModule.forRoot(), observability] })
    class Both {}

    const { tick } = await start({
      imports: [],
      observability: { module: Both },
    });
    await tick('named');

    expect(recorder.operations.map(({ name }) => name)).toContain('Jobs.named');
  });
});

describe('Two applications in one process', () => {
  it('see their own runs only', async () => {
    const [first, second] = [await start(), await start()];

    await first.tick('named');
    await second.tick('named');
    await second.tick('named');
    await second.close();
    await first.tick('named');

    expect([first.runs('Jobs.named').length, second.runs('Jobs.named').length]).toEqual([2, 2]);
  });
});
