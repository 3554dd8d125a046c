/** Where lines and records leave through code of the application's: destinations, filters, Sentry's last word. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sentry } from 'nestjs-observability/sentry';
import type { Boundary } from '../boundary.js';
import { OF_A_PROMISE, OF_A_VALUE } from '../boundary.js';
import type { Subject } from '../subject/subject.js';
import { Warnings } from '../subject/warnings.js';
import { untilCalled } from './until-called.js';

/** What reaches the log while its destination is sound. */
export const written = new Warnings();

const path = join(tmpdir(), `nestjs-observability-trust-${process.pid}.jsonl`);

/** A trail that could not be written is tried again after a second, and until then nothing else is. */
async function audited(subject: Subject): Promise<unknown> {
  const answer = await subject.ask('/observed/lamp');
  await untilCalled(subject);
  return answer;
}

export const outlets: readonly Boundary[] = [
  {
    name: 'log destination',
    covers: [],
    healthy: (line) => written.write(String(line)),
    install: (write) => ({ observability: { logs: { destination: { write } } } }),
    counted: /^logging\/write$/,
    countedKinds: OF_A_PROMISE,
  },
  {
    name: 'audit destination',
    covers: [],
    healthy: () => true,
    install: (write) => ({ observability: { audit: { destination: { write } } } }),
    exercise: audited,
    counted: /^audit\/write$/,
    countedKinds: OF_A_PROMISE,
  },
  {
    name: 'filter of an exporter',
    covers: ['EveryExporterOptions.filter'],
    healthy: () => true,
    install: (filter) => ({ observability: { exporters: [{ type: 'file', path, filter }] } }),
    counted: /^file\/filter$/,
    countedKinds: OF_A_VALUE,
  },
  {
    name: 'Sentry beforeSend',
    covers: ['SentryOptions.beforeSend'],
    healthy: () => null,
    install: (beforeSend) => ({
      observability: { plugins: [sentry({ dsn: 'http://key@127.0.0.1:1/1', timeoutMs: 200, beforeSend })] },
    }),
    counted: /^sentry\//,
    countedKinds: [],
  },
];
