/** One twin: a process that runs one application after the other, all with the module or all without. */
import 'reflect-metadata';
import type { Server } from 'node:http';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { startGenerated, type GeneratedApplication } from '../application/generated-application.js';
import { JournalBook } from '../application/journal.js';
import { startSample } from '../samples/start-sample.js';
import type { TwinAnswer, TwinCommand, TwinSettings } from './messages.js';
import { observationBy } from './variants.js';

const MAX_WAIT_MS = 3_000;
const ROUND_MS = 1;
/** A filter, a hook or a finally may come turns after the connection has closed. */
const QUIET_TURNS = 10;
/** Longer than any guard, pipe or interceptor waits: of pipes side by side, others go on when one has thrown. */
const LATE_MS = 8;

const { variant, endpoint } = JSON.parse(process.argv[2]!) as TwinSettings;
const observation = observationBy(variant, endpoint);
const book = new JournalBook();
let running: GeneratedApplication | undefined;
let openExchanges = 0;

// What the application leaves unhandled is part of what it does.
process.on('unhandledRejection', (reason) => book.write(`unhandled rejection ${String(reason)}`));
process.on('uncaughtException', (error) => book.write(`uncaught exception ${String(error)}`));
process.on('disconnect', () => process.exit());
process.on('message', (command: TwinCommand) => void answer(command));

async function answer(command: TwinCommand): Promise<void> {
  const told = await act(command).catch((error: unknown) => ({ failure: String(error) }));
  process.send!({ ...told, journal: book.take() } satisfies TwinAnswer);
}

async function act(command: TwinCommand): Promise<Partial<TwinAnswer>> {
  if (command.ask === 'journal') return quiet();
  if (command.ask === 'stop') return stop();
  running =
    command.ask === 'start'
      ? await startGenerated(command.plan, book.write, observation)
      : await startSample(command.sample);
  countExchanges(running.app.getHttpServer() as Server);
  const { port, messagePort } = running;
  return { ports: { port, messagePort } };
}

function countExchanges(server: Server): void {
  openExchanges = 0;
  server.prependListener('request', (_request, response) => {
    openExchanges++;
    response.once('close', () => openExchanges--);
  });
}

async function quiet(): Promise<Partial<TwinAnswer>> {
  for (let waitedMs = 0; openExchanges > 0 && waitedMs < MAX_WAIT_MS; waitedMs += ROUND_MS) await delay(ROUND_MS);
  for (let turn = 0; turn < QUIET_TURNS; turn++) await nextTurn();
  for (let length = -1; length !== book.length; await delay(LATE_MS)) length = book.length;
  return {};
}

async function stop(): Promise<Partial<TwinAnswer>> {
  const stopping = running;
  running = undefined;
  await stopping?.app.close();
  return {};
}
