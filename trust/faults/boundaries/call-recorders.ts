/** What a plugin's handler records calls of methods with: told of each call, with nothing between. */
import type { OperationHandler } from 'nestjs-observability';
import type { Boundary, Callback } from '../boundary.js';
import { OF_A_PROMISE } from '../boundary.js';

type CallRecorder = NonNullable<ReturnType<NonNullable<OperationHandler['bind']>>>;

const METHODS = ['start', 'end'] as const;

export const callRecorders: readonly Boundary[] = METHODS.map((method) => ({
  name: `call recorder ${method}`,
  covers: [`CallRecorder.${method}`],
  healthy: () => undefined,
  install: (callback) => {
    const name = `recorder-${method}`;
    const handler: OperationHandler = { name, handles: () => false, bind: () => recorderWith(method, callback) };
    return { observability: { plugins: [{ name, handlers: [handler] }] } };
  },
  exercise: (subject) => subject.ask('/observed/path'),
  counted: new RegExp(`^recorder-${method}/${method}$`),
  countedKinds: OF_A_PROMISE,
}));

function recorderWith(method: (typeof METHODS)[number], callback: Callback): CallRecorder {
  return { readsClock: false, readsCall: false, end: () => undefined, [method]: callback };
}
