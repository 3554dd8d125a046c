/**
 * A route that asks not to be observed. Only the router knows whose a request is, so it has been observed until its handler is
 * called: then the operation is taken back, and whatever the handler does happens outside.
 */
import { context } from '@opentelemetry/api';
import { activeContext, leaveOperation, suppressTelemetry, type Operation } from '../../kernel/index.js';
import { exchangeOn } from './http-exchange.js';

type Handler = (this: unknown, ...args: unknown[]) => unknown;

export function ignoring(handler: Handler): Handler {
  return function (this: unknown, ...args: unknown[]): unknown {
    const request = args[0] as { raw?: object };
    const operation = exchangeOn(request.raw ?? request)?.operation;
    return operation === undefined ? handler.apply(this, args) : callOutside(operation, handler, this, args);
  };
}

/** A handler of another version passes the request on at once: then it is not the one that was meant. */
function callOutside(operation: Operation, handler: Handler, thisArg: unknown, args: unknown[]): unknown {
  const inside = activeContext();
  let isPassedOn = false;
  const [request, response, next, ...others] = args;
  const passOn: Handler = (...given) => {
    isPassedOn = true;
    return context.with(inside, next as Handler, undefined, ...given);
  };
  const onward = typeof next === 'function' ? passOn : next;
  try {
    const outside = suppressTelemetry(leaveOperation(inside));
    return context.with(outside, handler, thisArg, request, response, onward, ...others);
  } finally {
    if (!isPassedOn) operation.pipeline.discard(operation);
  }
}
