/** gRPC handlers that get the bare call (`@GrpcStreamCall`) answer by its callback, or by writing to it, not by a result. */
import { errorMonitor, type EventEmitter } from 'node:events';
import { outcomeOf, type Settlement } from '../../kernel/index.js';
import { isEmitter } from './caller-departure.js';
import type { HandlerArguments } from './message-fields.js';

/** The arguments to call the handler with. */
export function followPassThrough([call, answer]: HandlerArguments, settlement: Settlement): unknown[] {
  if (isEmitter(call)) followStream(call, settlement, typeof answer !== 'function');
  return typeof answer === 'function' ? [call, observedAnswer(answer as Answer, settlement)] : [call];
}

type Answer = (error: unknown, ...rest: unknown[]) => unknown;

function observedAnswer(answer: Answer, settlement: Settlement): Answer {
  return (error, ...rest) => {
    if (error == null) settlement.settled('ok', undefined);
    else settlement.settled(outcomeOf(error), error);
    return answer(error, ...rest);
  };
}

function followStream(call: EventEmitter, settlement: Settlement, endsByWriting: boolean): void {
  call.once(errorMonitor, (error: unknown) => settlement.settled(outcomeOf(error), error));
  if (endsByWriting) call.once('finish', () => settlement.settled('ok', undefined));
}
