/** The application that cluster workers and threads run: metrics of every type, ours and prom-client's, recorded as it is told. */
import { Controller, Get, Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Counter, Gauge, Histogram } from 'prom-client';
import { ObservabilityRuntime } from '../../src/observability.runtime.js';
import { getMetrics, ObservabilityModule, type ObservabilityOptions } from '../../src/index.js';

export type Task =
  | { readonly do: 'sell'; readonly size: string; readonly times: number }
  | { readonly do: 'brew'; readonly cups: number }
  | { readonly do: 'wait'; readonly seconds: readonly number[] }
  | { readonly do: 'add series'; readonly count: number }
  | { readonly do: 'scrape' }
  /** What was due in this thread before its end has begun by then, however busy the machine is. */
  | { readonly do: 'rest'; readonly ms: number }
  /** To the primary. */
  | { readonly do: 'send'; readonly message: object }
  /** Of this worker; the first task begins it. */
  | { readonly do: 'in a thread'; readonly task: Task }
  | { readonly do: 'terminate the thread' }
  | { readonly do: 'close' }
  | { readonly do: 'exit' };

@Controller()
class ShopController {
  @Get('order')
  order(): string {
    return String(process.pid);
  }
}

const theirs = {
  sold: new Counter({ name: 'their_sales_total', help: 'Theirs', labelNames: ['size'] }),
  brewing: new Gauge({ name: 'their_brewing', help: 'Theirs', aggregator: 'max' }),
  started: new Gauge({ name: 'their_start', help: 'Theirs', aggregator: 'omit' }),
  waited: new Histogram({ name: 'their_wait_seconds', help: 'Theirs', buckets: [1, 10] }),
};

let thread: Worker | undefined;
let app: INestApplicationContext | undefined;

/** The page as this process makes it, whoever the shared port would have asked. */
function exposition(): { text(): Promise<string> } {
  return (app!.get(ObservabilityRuntime) as unknown as { exposition: { text(): Promise<string> } }).exposition;
}

export function optionsFrom(env: NodeJS.ProcessEnv): ObservabilityOptions {
  return JSON.parse(env['OPTIONS'] ?? '{}') as ObservabilityOptions;
}

/** Returns the port. */
export async function startShop(): Promise<number> {
  @Module({ imports: [ObservabilityModule.forRoot(optionsFrom(process.env))], controllers: [ShopController] })
  class ShopModule {}
  const shop = await NestFactory.create(ShopModule, { bufferLogs: true });
  app = shop;
  shop.enableShutdownHooks();
  await shop.listen(0, '127.0.0.1');
  return (shop.getHttpServer().address() as AddressInfo).port;
}

/** What the task gives, where it gives something. */
export async function perform(task: Task): Promise<unknown> {
  return performers[task.do](task as never);
}

const performers: { readonly [K in Task['do']]: (task: Extract<Task, { readonly do: K }>) => unknown } = {
  sell: ({ size, times }) => {
    const sales = getMetrics().counter('sales_total', { labelNames: ['size'] });
    for (let time = 0; time < times; time++) sales.inc({ size });
    theirs.sold.inc({ size }, times);
  },
  brew: ({ cups }) => {
    getMetrics().gauge('brewing').set(cups);
    getMetrics().gauge('largest', { aggregate: 'max' }).set(cups);
    getMetrics().gauge('smallest', { aggregate: 'min' }).set(cups);
    getMetrics().gauge('mean_ratio').set(cups);
    theirs.brewing.set(cups);
    theirs.started.set(1);
  },
  wait: ({ seconds }) => {
    const waits = getMetrics().histogram('wait_seconds', { buckets: [1, 10] });
    const ages = getMetrics().summary('age_seconds');
    for (const value of seconds) {
      waits.observe(value);
      ages.observe(value);
      theirs.waited.observe(value);
    }
  },
  'add series': ({ count }) => {
    const many = getMetrics().counter('many_total', { labelNames: ['id'] });
    for (let id = 0; id < count; id++) many.inc({ id });
  },
  scrape: () => exposition().text(),
  rest: ({ ms }) => wait(ms),
  send: ({ message }) => process.send!(message),
  'in a thread': async ({ task }) => tellThread((thread ??= await startThread(false)), task),
  'terminate the thread': () => thread!.terminate(),
  close: () => app?.close(),
  exit: () => process.exit(0),
};

/** Runs `threads.program.ts`. */
export async function startThread(hasApplication: boolean): Promise<Worker> {
  const started = new Worker(join(__dirname, 'threads.program.js'), { workerData: { hasApplication } });
  await once(started, 'message');
  return started;
}

/** Resolves when it is done. */
export async function tellThread(told: Worker, task: Task): Promise<void> {
  const done = once(told, task.do === 'exit' ? 'exit' : 'message');
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins
  told.postMessage(task);
  await done;
}
