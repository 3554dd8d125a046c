/**
 * An application and its worker threads, some with an application of their own and some that only record. Tasks come as lines on
 * standard input, `<thread> <task>`, where thread 0 is the main one; the answer to each is a line on standard output. With
 * `MAIN_THREAD=bare` the main thread runs no application, like that of a test runner.
 */
import { createInterface } from 'node:readline';
import { isMainThread, parentPort, workerData, type Worker } from 'node:worker_threads';
import { perform, startShop, startThread, tellThread, type Task } from './shop.js';

const threads = new Map<string, Worker>();

async function runMain(): Promise<void> {
  const port = process.env['MAIN_THREAD'] === 'bare' ? 0 : await startShop();
  say({ port });
  for await (const line of createInterface(process.stdin)) {
    const [name, ...rest] = line.split(' ');
    await obey(name!, rest.join(' '));
    say({ done: line });
  }
}

async function obey(name: string, what: string): Promise<void> {
  const thread = threads.get(name);
  if (what.startsWith('start')) threads.set(name, await startThread(what === 'start application'));
  else if (what === 'terminate') await thread!.terminate();
  else if (thread === undefined) await perform(JSON.parse(what) as Task);
  else await tellThread(thread, JSON.parse(what) as Task);
}

async function runThread(port: NonNullable<typeof parentPort>): Promise<void> {
  if ((workerData as { readonly hasApplication: boolean }).hasApplication) await startShop();
  port.on('message', (task: Task) => void perform(task).then(() => port.postMessage('done')));
  port.postMessage('ready');
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

void (isMainThread ? runMain() : runThread(parentPort!));
