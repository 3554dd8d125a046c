/** Calls a client in every way that may end in a rejection which nobody handles, and prints what the process is told. */
import OpenAI from 'openai';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { ObservabilityModule } from '../../src/index.js';
import { observeOpenAI } from '../../src/instruments/api.js';

@Module({ imports: [ObservabilityModule.forRoot({ logs: { enabled: false } })] })
class ProgramModule {}

const request = { model: 'gpt-4o', messages: [] };

process.on('unhandledRejection', (error) => tell('unhandled', error));

void run(process.argv[2] === 'observed');

async function run(isObserved: boolean): Promise<void> {
  const app = await NestFactory.createApplicationContext(ProgramModule, { logger: false });
  const server = createServer((asked, response) => {
    if (asked.url === '/responses') breakStream(response);
    else response.writeHead(429).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new OpenAI({ apiKey: 'key', baseURL, maxRetries: 0 });
  await callEveryWay(isObserved ? observeOpenAI(client) : client);
  server.close();
  server.closeAllConnections();
  await app.close();
}

async function callEveryWay({ chat: { completions }, responses }: OpenAI): Promise<void> {
  await after('nobody waits', () => void completions.create(request));
  await after('nobody catches', () => void completions.create(request).then(() => undefined));
  await after('caught', () => completions.create(request).catch(caught));
  await after('caught with the response', () => completions.create(request).withResponse().catch(caught));
  await after('caught raw', () => completions.create(request).asResponse().catch(caught));
  const iterator = (await responses.create({ model: 'gpt-4o', stream: true }))[Symbol.asyncIterator]();
  await after('a stream that nobody waits for', () => void iterator.next());
}

let toldCount = 0;

/** Each way tells something once. */
async function after(what: string, act: () => unknown): Promise<void> {
  process.stdout.write(`${what}\n`);
  const before = toldCount;
  await act();
  while (toldCount === before) await wait(5);
}

function caught(error: unknown): void {
  tell('caught', error);
}

function tell(how: string, error: unknown): void {
  toldCount++;
  process.stdout.write(`${how} ${(error as Error).constructor.name}\n`);
}

function breakStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: response.created\n');
  setTimeout(() => response.destroy(), 30);
}
