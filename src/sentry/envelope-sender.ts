/** Runs in a thread beside a process that is ending and waits for it: posts envelopes, and wakes the process when they are answered. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { workerData } from 'node:worker_threads';
import type { SenderTask } from './last-envelopes.js';

const { url, headers, envelopes, timeoutMs, isDone } = workerData as SenderTask;

function post(envelope: string): Promise<void> {
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    request(url, { method: 'POST', timeout: timeoutMs, headers })
      .on('response', (response) => void response.resume().on('close', resolve))
      .on('error', () => resolve())
      .end(envelope);
  });
}

async function sendAll(): Promise<void> {
  await Promise.all(envelopes.map(post));
  Atomics.store(isDone, 0, 1);
  Atomics.notify(isDone, 0);
}

void sendAll();
