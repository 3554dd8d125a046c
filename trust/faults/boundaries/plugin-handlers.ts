/** Handlers of plugins: told of every operation, on the request's own path. */
import { OperationPipeline, type OperationHandler } from 'nestjs-observability';
import type { Boundary, Callback } from '../boundary.js';
import { OF_A_PROMISE, OF_A_VALUE } from '../boundary.js';
import type { FaultKind } from '../fault.js';
import type { Subject } from '../subject/subject.js';

interface HandlerMethod {
  readonly method: keyof OperationHandler;
  readonly healthy: (...given: unknown[]) => unknown;
  readonly countedKinds: readonly FaultKind[];
  /** Asked once and remembered: has everything forgotten first. */
  readonly isRemembered?: true;
}

const tell = { healthy: () => undefined, countedKinds: OF_A_PROMISE };
const remembered = { countedKinds: OF_A_VALUE, isRemembered: true } as const;

/** These are told of requests; events happen anywhere, and the others are asked about methods. */
const TOLD_OF_REQUESTS: ReadonlySet<string> = new Set(['start', 'end', 'discard']);

const METHODS: readonly HandlerMethod[] = [
  // The first of those that ask for operations of methods: who has been admitted needs no other.
  { method: 'admits', healthy: () => false, countedKinds: OF_A_VALUE },
  { method: 'start', ...tell },
  { method: 'event', ...tell },
  { method: 'end', ...tell },
  { method: 'discard', healthy: () => undefined, countedKinds: OF_A_VALUE },
  { method: 'handles', healthy: () => true, ...remembered },
  { method: 'wants', healthy: () => true, ...remembered },
  { method: 'declines', healthy: () => ({ inSilence: false, outside: false }), ...remembered },
  { method: 'bind', healthy: () => undefined, ...remembered },
];

export const pluginHandlers: readonly Boundary[] = METHODS.map(({ method, healthy, countedKinds, isRemembered }) => ({
  name: `handler ${method}`,
  covers: [`OperationHandler.${method}`],
  healthy,
  install: (callback) => {
    const handler = handlerWith(`faulty-${method}`, method, callback);
    return { observability: { plugins: [{ name: `plugin-${method}`, handlers: [handler] }] } };
  },
  exercise: (subject) => exercised(subject, isRemembered === true),
  counted: new RegExp(`^faulty-${method}/${method}$`),
  countedKinds,
}));

function handlerWith(name: string, method: keyof OperationHandler, callback: Callback): OperationHandler {
  const handles = (kind: string): boolean => {
    if (TOLD_OF_REQUESTS.has(method)) return kind === 'http.server';
    return method === 'event' || kind === 'method';
  };
  return { name, handles, [method]: callback };
}

/** A method that is traced and one that has events: what handlers are asked about beside requests. */
async function exercised(subject: Subject, isRemembered: boolean): Promise<unknown> {
  if (isRemembered) subject.app.get(OperationPipeline).replan();
  return Promise.all([subject.ask('/observed/path'), subject.ask('/unobserved')]);
}
