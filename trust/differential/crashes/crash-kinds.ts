/** What an application may do that ends a process, or would if nobody listened. */
import { EventEmitter } from 'node:events';
import type { Twin } from './crashing-class.js';

export const crashKinds = {
  'a rejection nobody awaits': ({ service }) => void service.rejects(),
  'a rejection nobody awaits, four levels deep': ({ service }) => void service.deep(4),
  'a rejection handled late': async ({ service }) => {
    const rejected = service.rejects();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await rejected.catch(() => undefined);
  },
  'a rejection in a handler after its answer': ({ request }) => request('/late-rejection'),
  'an error in a timer of a request': ({ request }) => request('/timer'),
  'an error in a listener': () => void setTimeout(() => new EventEmitter().emit('error', new Error('unheard'))),
  'an error in a stream': ({ request }) => request('/stream'),
  'something thrown that is no error': () => void setTimeout(() => raise('text')),
  'an exit code of its own': () => void (process.exitCode = 7),
  'an exit in a request': ({ request }) => request('/exit'),
} as const satisfies Readonly<Record<string, (twin: Twin) => unknown>>;

export type CrashKind = keyof typeof crashKinds;

function raise(thrown: unknown): never {
  throw thrown;
}
