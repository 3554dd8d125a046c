/**
 * A primary and its workers, which serve one shared port. The primary does as it is told over HTTP: fork, kill, pass a message on to a
 * worker and tell what that answers. `mode` is what the primary does beside: aggregate, forget to, run an application itself, or
 * aggregate and pass all that a worker says on to all of them.
 */
import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Task } from './shop.js';

const mode = process.env['MODE'] ?? 'aggregate';

async function runPrimary(): Promise<void> {
  if (mode === 'aggregate' || mode === 'pass on') {
    const { aggregateWorkers } = await import('../../src/metrics/cluster.js');
    aggregateWorkers();
  }
  if (mode === 'pass on') cluster.on('message', (_worker, message) => passOn(message));
  const ownPort = mode === 'application' ? await (await import('./shop.js')).startShop() : undefined;
  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ control: port, primary: ownPort })}\n`);
}

function passOn(message: object): void {
  for (const worker of Object.values(cluster.workers ?? {})) worker?.send(message);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url!, 'http://primary');
  const worker = cluster.workers?.[url.searchParams.get('worker') ?? ''];
  const told = await commands[url.pathname.slice(1)]!(worker!, url.searchParams);
  response.end(JSON.stringify(told ?? null));
}

type Command = (worker: Worker, parameters: URLSearchParams) => unknown;

const commands: Readonly<Record<string, Command>> = {
  fork: async () => {
    const worker = cluster.fork();
    const { port } = await onceTold(worker, 'ready');
    return { id: worker.id, port };
  },
  kill: async (worker, parameters) => {
    const gone = once(worker, 'exit');
    worker.process.kill(parameters.get('signal') as NodeJS.Signals);
    return gone;
  },
  signal: (worker, parameters) => worker.process.kill(parameters.get('signal') as NodeJS.Signals),
  disconnect: async (worker) => {
    const gone = once(worker, 'exit');
    worker.disconnect();
    return gone;
  },
  page: async (worker) => {
    worker.send({ do: 'scrape' } satisfies Task);
    return (await onceTold(worker, 'done')).page;
  },
  tell: async (worker, parameters) => {
    const task = JSON.parse(parameters.get('task')!) as Task;
    const done = task.do === 'exit' ? once(worker, 'exit') : onceTold(worker, 'done');
    worker.send(task);
    await done;
  },
};

interface Told {
  readonly kind?: string;
  readonly port?: number;
  readonly page?: string;
}

/** The application's own message; others come on the same wire. */
function onceTold(worker: Worker, kind: string): Promise<Told> {
  return new Promise((resolve) => {
    worker.on('message', function hear(message: Told) {
      if (message.kind !== kind) return;
      worker.off('message', hear);
      resolve(message);
    });
  });
}

async function runWorker(): Promise<void> {
  const { startShop, perform } = await import('./shop.js');
  const port = await startShop();
  process.on('message', (message: Partial<Task>) => {
    if (message.do !== undefined) void perform(message as Task).then((page) => process.send!({ kind: 'done', page }));
  });
  process.send!({ kind: 'ready', port });
}

void (cluster.isPrimary ? runPrimary() : runWorker());
