/** One job of very many spans, faster than any receiver takes them, or at a pace that it keeps up with. */
import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MetricsService, ObservabilityModule, Traced } from 'nestjs-observability';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { SpanCounter } from '../busy/span-counter.js';

export interface JobCommand {
  readonly spans: number;
  /** Spans between two turns of the event loop; the whole job in one turn where it is as many as the spans. */
  readonly perTurn: number;
}

export interface JobAnswer {
  /** Calls, which the job counts itself, and the job. */
  readonly made: number;
  readonly created: number;
  /** Of live memory in the job, at any of its readings, above what there was before. */
  readonly mostBytes: number;
  /** Afterwards, in the same way. */
  readonly keptBytes: number;
}

export interface JobTotals {
  readonly created: number;
  readonly exported: number;
  readonly dropped: number;
  readonly waiting: number;
}

const READINGS = 10;
const spans = new SpanCounter();

@Injectable()
class Job {
  mostBytes = 0;

  @Traced()
  async run({ spans: count, perTurn }: JobCommand): Promise<number> {
    let made = 1;
    for (let done = 0; done < count; done++) {
      made += this.step(done);
      if (done % perTurn === perTurn - 1) await nextTurn();
      if (done % Math.ceil(count / READINGS) === 0) this.mostBytes = Math.max(this.mostBytes, liveBytes());
    }
    return made;
  }

  @Traced()
  step(index: number): number {
    return index < 0 ? 0 : 1;
  }
}

async function doJob(job: Job, command: JobCommand): Promise<JobAnswer> {
  const [bytesBefore, createdBefore] = [liveBytes(), spans.created];
  job.mostBytes = 0;
  const made = await job.run(command);
  await nextTurn();
  const keptBytes = liveBytes() - bytesBefore;
  return { made, created: spans.created - createdBefore, mostBytes: job.mostBytes - bytesBefore, keptBytes };
}

function liveBytes(): number {
  globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function totals(metrics: MetricsService): JobTotals {
  const read = (name: string): number => Number(metrics.read(name, { signal: 'traces' }) ?? 0);
  return {
    created: spans.created,
    exported: read('observability_exported_total'),
    dropped: read('observability_dropped_total'),
    waiting: read('observability_exporter_queue_size'),
  };
}

async function main(tracesEndpoint: string): Promise<void> {
  @Module({
    imports: [
      ObservabilityModule.forRoot({
        service: { name: 'job' },
        traces: {
          sampleRatio: 1,
          collapseAfter: 0,
          protocol: 'http/protobuf',
          endpoint: tracesEndpoint,
          scheduleDelayMs: 50,
        },
        metrics: { runtime: false, port: Number(process.argv[3]), host: '127.0.0.1' },
        logs: { destination: { write: () => undefined } },
        plugins: [spans.plugin()],
      }),
    ],
    providers: [Job],
  })
  class JobModule {}
  const app = await NestFactory.createApplicationContext(JobModule, { bufferLogs: true });
  process.on('message', (command: JobCommand | 'totals') => {
    if (command === 'totals') process.send!(totals(app.get(MetricsService)));
    else void doJob(app.get(Job), command).then((answer) => process.send!(answer));
  });
  process.on('disconnect', () => process.exit());
  process.send!('ready');
}

void main(process.argv[2]!);
