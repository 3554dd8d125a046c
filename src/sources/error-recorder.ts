/**
 * Remembers the error behind a failed request: Nest answers exceptions inside the framework, where no source sees them,
 * so whichever guard, pipe, interceptor, handler or filter met it leaves it on the shared scope.
 */
import { currentOperation, type CallRecorder, type Callsite, type OperationHandler } from '../kernel/index.js';

export const errorRecorder: OperationHandler = {
  name: 'error-recorder',
  handles: () => false,
  bind: ({ kind }: Callsite) => RECORDERS[kind],
};

const thrown: CallRecorder = {
  readsClock: false,
  readsCall: false,
  // There is nothing to remember of a call that goes well.
  okCells: () => ({}),
  end: (outcome, _durationMs, error) => {
    if (outcome === 'error') remember(error);
  },
};

const caught: CallRecorder = {
  readsClock: false,
  readsCall: true,
  end: (_outcome, _durationMs, _error, call) => remember(call?.args[0]),
};

const RECORDERS: Partial<Record<Callsite['kind'], CallRecorder>> = {
  'nest.guard': thrown,
  'nest.pipe': thrown,
  'nest.interceptor': thrown,
  'nest.handler': thrown,
  'nest.filter': caught,
};

function remember(error: unknown): void {
  const operation = currentOperation();
  if (operation !== undefined) operation.scope.error = error;
}
