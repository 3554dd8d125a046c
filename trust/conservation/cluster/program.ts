/** A primary that only forks and passes on, and its workers: one application behind one port. */
import { Controller, Get } from '@nestjs/common';
import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { getMetrics } from 'nestjs-observability';
import { aggregateWorkers } from 'nestjs-observability/cluster';
import { startApplication } from '../../../test/support/application.js';
import type { Command, Forked, Sale } from './command.js';

const HAND_OVER_INTERVAL_MS = 50;

@Controller()
class CounterController {
  @Get('order')
  order(): string {
    return 'ordered';
  }
}

function runPrimary(): void {
  aggregateWorkers();
  process.on('message', (command: Command) => void answer(command));
}

async function answer(command: Command): Promise<void> {
  if (command.do === 'stop') return stop();
  const told =
    command.do === 'fork' ? await fork(command.count) : await pass(cluster.workers![command.worker]!, command);
  // Who asked may have gone meanwhile.
  process.send!(told, undefined, {}, () => undefined);
}

/** Side by side: most of their time they load. */
async function fork(count: number): Promise<Forked> {
  const workers = Array.from({ length: count }, () => cluster.fork());
  const told = (await Promise.all(workers.map(onceTold))) as readonly { readonly port: number }[];
  return { workers: workers.map(({ id }) => id), port: told[0]!.port };
}

async function pass(worker: Worker, command: Exclude<Command, { readonly do: 'fork' | 'stop' }>): Promise<object> {
  const done = command.do === 'kill' ? once(worker, 'exit') : onceTold(worker);
  if (command.do === 'kill') worker.process.kill(command.signal);
  else worker.send(command);
  await done;
  return {};
}

/** The worker's own message; those of the library come on the same wire, and at the same time. */
function onceTold(worker: Worker): Promise<object> {
  return new Promise((resolve) => {
    worker.on('message', function hear(message: { readonly isDone?: true }) {
      if (message.isDone !== true) return;
      worker.off('message', hear);
      resolve(message);
    });
  });
}

async function stop(): Promise<void> {
  for (const worker of Object.values(cluster.workers ?? {})) worker!.process.kill('SIGKILL');
  process.disconnect();
  process.exit();
}

async function runWorker(): Promise<void> {
  const { port } = await startApplication({
    controllers: [CounterController],
    observability: {
      logs: { level: 'fatal' },
      metrics: { handOverIntervalMs: HAND_OVER_INTERVAL_MS },
      shutdown: { drainTimeoutMs: 0 },
    },
    configure: (app) => app.enableShutdownHooks(),
  });
  process.on('message', (command: Partial<Command>) => void perform(command));
  process.send!({ isDone: true, port });
}

async function perform(command: Partial<Command>): Promise<void> {
  if (command.do === 'sell') sell(command.sale!);
  else if (command.do === 'rest') await delay(command.ms);
  else return;
  process.send!({ isDone: true });
}

function sell({ size, pieces, waitSeconds }: Sale): void {
  getMetrics()
    .counter('shop_sold_total', { labelNames: ['size'] })
    .inc({ size }, pieces);
  getMetrics()
    .histogram('shop_wait_seconds', { labelNames: ['size'], buckets: [1, 10] })
    .observe({ size }, waitSeconds);
  getMetrics().gauge('shop_open_orders').inc(pieces);
}

if (cluster.isPrimary) runPrimary();
else void runWorker();
