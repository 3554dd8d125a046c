/** Jobs in a real Nest application over a real Redis: spans, metrics, causal chain, failures, flows, and nothing changed. */
import { BullModule, InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Body, Controller, Logger, Module, Post } from '@nestjs/common';
import { DelayedError, FlowProducer, QueueEvents, UnrecoverableError, type Job, type Queue } from 'bullmq';
import { currentOperation } from '../../src/kernel/index.js';
import { bullmq } from 'nestjs-observability/bullmq';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { describeWith } from '../support/services.js';

interface Work {
  readonly how: 'succeed' | 'fail' | 'give up' | 'put back';
  readonly note?: unknown;
}

let processed: { data: unknown; opts: object; correlationId: string | undefined; causationId: string | undefined }[] =
  [];

@Processor('orders', { concurrency: 4 })
class OrdersProcessor extends WorkerHost {
  private readonly logger = new Logger(OrdersProcessor.name);

  async process(job: Job<Work>, token?: string): Promise<unknown> {
    const scope = currentOperation()?.scope;
    processed.push({
      data: job.data,
      opts: job.opts,
      correlationId: scope?.correlationId,
      causationId: scope?.causationId,
    });
    this.logger.log(`processing ${job.name}`);
    if (job.data.how === 'fail') throw new RangeError('cannot');
    if (job.data.how === 'give up') throw new UnrecoverableError('never');
    if (job.data.how === 'put back' && job.attemptsStarted === 1) {
      await job.moveToDelayed(Date.now() + 20, token);
      throw new DelayedError();
    }
    return { done: job.data.note };
  }
}

@Controller()
class OrdersController {
  constructor(@InjectQueue('orders') readonly queue: Queue) {}

  @Post('jobs')
  async add(@Body() body: { name: string; data: Work; opts?: object }): Promise<{ id: string | undefined }> {
    const job = await this.queue.add(body.name, body.data, body.opts);
    return { id: job.id };
  }

  @Post('bulk')
  async bulk(): Promise<number> {
    const jobs = Array.from({ length: 20 }, (_, index) => ({ name: 'bulk', data: { how: 'succeed', note: index } }));
    return (await this.queue.addBulk(jobs)).length;
  }
}

describeWith(['redis'], 'jobs of BullMQ', ({ redis }) => {
  let running: RunningApplication;
  const closing: (() => Promise<unknown>)[] = [];
  const connection = { url: redis };

  const startDesk = (observability: object = {}, prefix = `t${Math.random().toString(36).slice(2)}`) => {
    @Module({
      imports: [BullModule.forRoot({ connection, prefix }), BullModule.registerQueue({ name: 'orders' })],
      controllers: [OrdersController],
      providers: [OrdersProcessor],
    })
    class JobsModule {}
    return startApplication({ imports: [JobsModule], observability: { plugins: [bullmq()], ...observability } });
  };
  const post = (path: string, body: object = {}, headers: Record<string, string> = {}) =>
    running.request(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  const ended = (kind: string) => running.recorder.operations.filter((operation) => operation.kind === kind);
  const untilProcessed = (count: number) =>
    running.recorder.waitFor(() => ended('queue.process').length >= count, { timeoutMs: 10_000 });

  beforeEach(() => (processed = []));
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
    await closeApplications();
  });

  it('gives a job a trace of its own, linked to its producer, and the chain of ids', async () => {
    running = await startDesk();

    await post(
      '/jobs',
      { name: 'pick', data: { how: 'succeed' } },
      { 'x-correlation-id': 'c-1', 'x-request-id': 'r-1' },
    );
    await untilProcessed(1);

    const publish = running.recorder.spans.find(({ name }) => name === 'publish orders.pick')!;
    const process = running.recorder.spans.find(({ name }) => name === 'orders.pick')!;
    expect(process.parentSpanContext).toBeUndefined();
    expect(process.links.map(({ context }) => context.spanId)).toEqual([publish.spanContext().spanId]);
    expect(processed[0]).toMatchObject({ data: { how: 'succeed' }, correlationId: 'c-1', causationId: 'r-1' });
    const line = running.recorder.lines.find(({ message }) => message === 'processing pick');
    expect(line).toMatchObject({ trace_id: process.spanContext().traceId, correlation_id: 'c-1', causation_id: 'r-1' });
    expect(line?.['event_id']).toEqual(expect.any(String));
  });

  it('continues the producer’s trace when asked to', async () => {
    running = await startDesk({ messaging: { relation: 'parent' } });

    await post('/jobs', { name: 'pick', data: { how: 'succeed' } });
    await untilProcessed(1);

    const [publish, process] = ['publish orders.pick', 'orders.pick'].map((wanted) =>
      running.recorder.spans.find(({ name }) => name === wanted),
    );
    expect(process!.parentSpanContext?.spanId).toBe(publish!.spanContext().spanId);
  });

  it.each([
    ['succeed', 'ok', 'events_processed_total'],
    ['fail', 'error', 'events_failed_total'],
    ['give up', 'error', 'events_failed_total'],
  ] as const)('counts a job told to %s as %s', async (how, outcome, counter) => {
    running = await startDesk();

    await post('/jobs', { name: 'one', data: { how } });
    await untilProcessed(1);

    const page = await running.scrape();
    expect(page).toMatch(sample('events_published_total', { event_type: 'orders.one' }, 1));
    expect(page).toMatch(sample(counter, { event_type: 'orders.one', handler: 'OrdersProcessor' }, 1));
    expect(page).toMatch(sample('job_duration_seconds_count', { queue: 'orders', job: 'one', outcome }, 1));
    expect(page).toMatch(sample('queue_wait_seconds_count', { queue: 'orders' }, 1));
    expect(page).toMatch(sample('queue_depth', { queue: 'orders' }, 0));
    expect(page).toMatch(sample('events_pending', { event_type: 'orders' }, 0));
  });

  it('counts every attempt, and the failure once when the last one is over', async () => {
    running = await startDesk();

    await post('/jobs', { name: 'retried', data: { how: 'fail' }, opts: { attempts: 3 } });
    await untilProcessed(3);

    const page = await running.scrape();
    expect(page).toMatch(
      sample('job_duration_seconds_count', { queue: 'orders', job: 'retried', outcome: 'error' }, 3),
    );
    expect(page).toMatch(
      sample('events_failed_total', { event_type: 'orders.retried', handler: 'OrdersProcessor' }, 1),
    );
    expect(page).toMatch(sample('queue_wait_seconds_count', { queue: 'orders' }, 1));
    expect(ended('queue.process').map(({ attributes }) => attributes['job.attempt'])).toEqual([1, 2, 3]);
  });

  it('takes a job that puts itself back for canceled, then for done', async () => {
    running = await startDesk();

    await post('/jobs', { name: 'later', data: { how: 'put back' } });
    await untilProcessed(2);

    expect(ended('queue.process').map(({ outcome }) => outcome)).toEqual(['canceled', 'ok']);
  });

  it('leaves the delay a job was given out of its wait', async () => {
    running = await startDesk();

    await post('/jobs', { name: 'delayed', data: { how: 'succeed' }, opts: { delay: 400 } });
    await untilProcessed(1);

    const waited = Number(/^queue_wait_seconds_sum\{queue="orders"\} (.*)$/m.exec(await running.scrape())?.[1]);
    expect(waited).toBeGreaterThanOrEqual(0);
    expect(waited).toBeLessThan(0.35);
  });

  it('publishes a bulk as one operation whose jobs all point to it', async () => {
    running = await startDesk();

    await post('/bulk');
    await untilProcessed(20);

    const publish = running.recorder.spans.filter(({ name }) => name === 'publish orders');
    const jobs = running.recorder.spans.filter(({ name }) => name === 'orders.bulk');
    expect(publish).toHaveLength(1);
    expect(jobs).toHaveLength(20);
    expect(new Set(jobs.map(({ links }) => links[0]?.context.spanId))).toEqual(
      new Set([publish[0]!.spanContext().spanId]),
    );
    expect(await running.scrape()).toMatch(sample('events_published_total', { event_type: 'orders.bulk' }, 20));
    const events = ended('queue.process').map(({ scope }) => scope.messageId);
    expect(new Set(events).size).toBe(20);
  });

  it('carries the chain through flows, children before their parent', async () => {
    const prefix = 'flow';
    running = await startDesk({}, prefix);
    const flows = new FlowProducer({ connection, prefix });
    closing.push(() => flows.close());

    await flows.add({
      name: 'parent',
      queueName: 'orders',
      data: { how: 'succeed' },
      children: [{ name: 'child', queueName: 'orders', data: { how: 'succeed' } }],
    });
    await untilProcessed(2);

    const [child, parent] = running.recorder.spans.filter(({ name }) => /^orders\.(child|parent)$/.test(name));
    expect([child?.name, parent?.name]).toEqual(['orders.child', 'orders.parent']);
    expect(child!.links[0]?.context.traceId).toBe(parent!.links[0]?.context.traceId);
  });

  it('shows how full a queue is, without a span for the question', async () => {
    running = await startDesk();
    const queue = running.app.get(OrdersController).queue;
    await queue.pause();
    await queue.add('waits', { how: 'succeed' });
    await queue.add('sleeps', { how: 'succeed' }, { delay: 60_000 });
    const before = running.recorder.spans.length;

    const page = await running.scrape();

    expect(page).toMatch(sample('queue_depth', { queue: 'orders' }, 1));
    expect(page).toMatch(sample('events_pending', { event_type: 'orders' }, 2));
    expect(running.recorder.spans.slice(before).filter(({ name }) => name !== 'GET /metrics')).toEqual([]);
    await queue.obliterate({ force: true });
  });

  it('changes neither data, options, results nor errors of a job', async () => {
    const outcomes = [];
    for (const plugins of [[bullmq()], []]) {
      processed = [];
      running = await startDesk({ plugins });
      const queue = running.app.get(OrdersController).queue;
      const events = new QueueEvents('orders', { connection, prefix: queue.opts.prefix! });
      closing.push(() => events.close());
      await events.waitUntilReady();
      const results = [];
      for (const data of [{ how: 'succeed', note: 'é😀' }, { how: 'fail' }, { how: 'give up' }] as Work[]) {
        const job = await queue.add('same', data, { attempts: 1, priority: 2, jobId: `job-${results.length}` });
        results.push(
          await job.waitUntilFinished(events).catch((error: Error) => [error.constructor.name, error.message]),
        );
      }
      const own = processed.map(({ data, opts }) => ({ data, opts: { ...opts, telemetry: undefined } }));
      outcomes.push({ results, own });
    }

    expect(outcomes[0]).toEqual(outcomes[1]);
  });

  it('tells the jobs of two applications apart', async () => {
    const first = await startDesk();
    running = await startDesk();

    await post('/jobs', { name: 'mine', data: { how: 'succeed' } });
    await untilProcessed(1);

    expect(first.recorder.operations.filter(({ kind }) => kind.startsWith('queue.'))).toEqual([]);
    expect(await first.scrape()).not.toContain('orders.mine');
  });
});

/** A line of the page, whatever the order of its labels. */
function sample(name: string, labels: Readonly<Record<string, string>>, value: number): RegExp {
  const ahead = Object.entries(labels).map(([label, text]) => `(?=[^}]*\\b${label}="${text}")`);
  return new RegExp(`^${name}\\{${ahead.join('')}[^}]*\\} ${value}$`, 'm');
}
