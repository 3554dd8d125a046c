/** A queue of the application's own in a real application: how full it is, how long jobs wait and take, and how they end. */
import { Controller, Injectable, Post } from '@nestjs/common';
import { QueuesInstrument, type JobStart, type ObservedQueue } from 'nestjs-observability/instruments';
import { ManualClock } from 'nestjs-observability/testing';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { samplesOfFamily } from '../support/samples.js';
import { collectGarbage } from '../support/garbage.js';
import '../support/matchers.js';

const clock = new ManualClock();
const epochMs = (): number => clock.toEpochMs(clock.now());

/** A queue as applications write them. */
@Injectable()
class Exports {
  readonly queue: ObservedQueue;
  private readonly waiting: (JobStart & { readonly id: string })[] = [];

  constructor(queues: QueuesInstrument) {
    this.queue = queues.queue('exports');
    this.queue.watchDepth(() => this.waiting.length);
  }

  add(id: string): void {
    this.queue.publish('pdf', (metadata) => this.waiting.push({ id, metadata, enqueuedAtMs: epochMs() }));
  }

  async work(write: (id: string) => unknown, attempt: Partial<JobStart> = {}): Promise<void> {
    const next = this.waiting.shift()!;
    await this.queue.job('pdf', { ...next, ...attempt }, async () => write(next.id));
  }
}

@Controller('exports')
class ExportsController {
  constructor(private readonly exports: Exports) {}

  @Post()
  add(): void {
    this.exports.add('e-1');
  }
}

const family = /^(?:queue|job|events?)_/;
const observability = { plugins: [{ name: 'clock', clock }] };
let application: RunningApplication;
let exports: Exports;

beforeEach(async () => {
  application = await startApplication({ controllers: [ExportsController], providers: [Exports], observability });
  exports = application.app.get(Exports);
});
afterEach(closeApplications);

describe('jobs', () => {
  it('are measured from being put in to their end, by outcome', async () => {
    for (const id of ['a', 'b', 'c', 'd']) exports.add(id);
    clock.advance(2000);
    await exports.work(() => clock.advance(500));
    const failing = exports.work(() => fail(new RangeError('no paper'), 100));
    await expect(failing).rejects.toThrow('no paper');
    const canceling = exports.work(() => fail(new DOMException('stopped', 'AbortError'), 0));
    await expect(canceling).rejects.toThrow('stopped');

    expect(await samplesOfFamily(application, family)).toEqual({
      'queue_depth{queue="exports"}': 1,
      'queue_wait_seconds_count{queue="exports"}': 3,
      'queue_wait_seconds_sum{queue="exports"}': 2 + 2.5 + 2.6,
      'job_duration_seconds_count{queue="exports",job="pdf",outcome="ok"}': 1,
      'job_duration_seconds_sum{queue="exports",job="pdf",outcome="ok"}': 0.5,
      'job_duration_seconds_count{queue="exports",job="pdf",outcome="error"}': 1,
      'job_duration_seconds_sum{queue="exports",job="pdf",outcome="error"}': 0.1,
      'job_duration_seconds_count{queue="exports",job="pdf",outcome="canceled"}': 1,
      'job_duration_seconds_sum{queue="exports",job="pdf",outcome="canceled"}': 0,
      'events_published_total{event_type="exports.pdf"}': 4,
      'events_processed_total{event_type="exports.pdf",handler="exports"}': 2,
      'events_failed_total{event_type="exports.pdf",handler="exports"}': 1,
    });
  });

  it('that will be tried again are no failed events yet, and only their first wait counts', async () => {
    for (let attempt = 1; attempt <= 3; attempt++) {
      exports.add('a');
      clock.advance(1000);
      const trying = exports.work(() => fail(new RangeError('no paper'), 0), { attempt, maxAttempts: 3 });
      await expect(trying).rejects.toThrow('no paper');
    }

    expect(await samplesOfFamily(application, family)).toEqual({
      'queue_depth{queue="exports"}': 0,
      'queue_wait_seconds_count{queue="exports"}': 1,
      'queue_wait_seconds_sum{queue="exports"}': 1,
      'job_duration_seconds_count{queue="exports",job="pdf",outcome="error"}': 3,
      'job_duration_seconds_sum{queue="exports",job="pdf",outcome="error"}': 0,
      'events_published_total{event_type="exports.pdf"}': 3,
      'events_processed_total{event_type="exports.pdf",handler="exports"}': 1,
      'events_failed_total{event_type="exports.pdf",handler="exports"}': 1,
    });
  });

  it('have waited 0 where the clock of their producer is ahead', async () => {
    await exports.queue.job('pdf', { enqueuedAtMs: epochMs() + 5000 }, async () => undefined);

    await expect(application).toHaveSample('queue_wait_seconds_sum', { queue: 'exports' }, 0);
    await expect(application).toHaveSample('queue_wait_seconds_count', { queue: 'exports' }, 1);
  });

  it('have a span that is linked to the request that put them in, and one log line', async () => {
    await application.request('/exports', { method: 'POST' });
    clock.advance(1500);
    await exports.work(() => clock.advance(250), { attempt: 1, maxAttempts: 5 });

    const { recorder } = application;
    await recorder.waitFor(() => recorder.spans.some(({ name }) => name === 'POST /exports'));
    const publish = recorder.spans.find(({ name }) => name === 'publish exports.pdf')!;
    const job = recorder.spans.find(({ name }) => name === 'exports.pdf')!;
    expect(job.parentSpanContext).toBeUndefined();
    expect(job.links.map(({ context }) => context.spanId)).toEqual([publish.spanContext().spanId]);
    expect(job.attributes).toMatchObject({
      'messaging.destination.name': 'exports',
      'messaging.operation.type': 'process',
      'messaging.message.id': 'e-1',
      'job.id': 'e-1',
      'job.name': 'pdf',
      'job.attempt': 1,
      'job.max_attempts': 5,
      'job.wait_seconds': 1.5,
    });
    const request = recorder.operations.find(({ kind }) => kind === 'http.server')!;
    expect(recorder).toHaveLogged({
      target: 'Queue',
      message: 'exports.pdf ok 250.0 ms',
      outcome: 'ok',
      destination: 'exports',
      job_id: 'e-1',
      attempt: 1,
      max_attempts: 5,
      correlation_id: request.scope.correlationId,
    });
  });

  it('without metadata are caused by what runs where they begin', async () => {
    await exports.queue.job('outer', {}, () => exports.queue.job('inner', {}, async () => undefined));

    const [inner, outer] = application.recorder.operations;
    const [innerSpan, outerSpan] = application.recorder.spans;
    expect([inner!.name, outer!.name]).toEqual(['exports.inner', 'exports.outer']);
    expect(inner!.scope.causationId).toBe(outer!.scope.messageId);
    expect(innerSpan!.links.map(({ context }) => context.spanId)).toEqual([outerSpan!.spanContext().spanId]);
  });
});

describe('the depth of a queue', () => {
  let queues: QueuesInstrument;

  beforeEach(() => void (queues = application.app.get(QueuesInstrument)));

  it('may be a promise, and is the highest where several places know the queue', async () => {
    queues.queue('mails').watchDepth(async () => 7);
    queues.queue('mails').watchDepth(() => 5);

    expect(await samplesOfFamily(application, /^queue_depth/)).toEqual({
      'queue_depth{queue="exports"}': 0,
      'queue_depth{queue="mails"}': 7,
    });
  });

  it('is not asked for again while an answer is owed, hides no other, and has no sample until it answers', async () => {
    await application.close();
    const impatient = { ...observability, metrics: { collectTimeoutMs: 1000 } };
    application = await startApplication({ providers: [Exports], observability: impatient });
    let asked = 0;
    let answer: (depth: number) => void = () => undefined;
    const owed = new Promise<number>((resolve) => (answer = resolve));
    const watched = application.app.get(QueuesInstrument).queue('mails');
    watched.watchDepth(() => (asked++ === 0 ? owed : 4));

    const depths = () => samplesOfFamily(application, /^queue_depth/);
    expect([await depths(), await depths()]).toEqual(Array(2).fill({ 'queue_depth{queue="exports"}': 0 }));
    expect(asked).toBe(1);
    answer(3);
    expect(await depths()).toEqual({ 'queue_depth{queue="exports"}': 0, 'queue_depth{queue="mails"}': 4 });
  });

  it('of a queue that is gone is gone', async () => {
    watchAndForget(queues);
    await expect(application).toHaveSample('queue_depth', { queue: 'short-lived' }, 2);

    await collectGarbage();

    expect(await samplesOfFamily(application, /^queue_depth/)).toEqual({ 'queue_depth{queue="exports"}': 0 });
  }, 60_000);
});

it('works the same where observability is off', async () => {
  const off = await startApplication({ providers: [Exports], observability: { enabled: false } });
  const silent = off.app.get(Exports);
  const written: string[] = [];
  silent.add('a');
  await silent.work((id) => written.push(id));

  expect(written).toEqual(['a']);
  expect(off.recorder.started).toEqual([]);
});

function fail(error: Error, afterMs: number): never {
  clock.advance(afterMs);
  throw error;
}

function watchAndForget(instrument: QueuesInstrument): void {
  instrument.queue('short-lived').watchDepth((jobs) => jobs.length, ['a', 'b']);
}
