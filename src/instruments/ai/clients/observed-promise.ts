/**
 * The promises of the clients are lazy: the request is under way, but its answer is read by whoever asks first, parsed or raw. They
 * are observed where they are: the caller keeps the very promise, and a rejection that nobody handles stays unhandled.
 */
import { types } from 'node:util';
import type { ObservedCall } from './observed-call.js';
import { isAnswerStream, observeStream } from './observed-stream.js';

/** What the clients of OpenAI and Anthropic have in common, which are made by the same generator. */
interface ApiPromise extends Promise<unknown> {
  /** When the head of the answer is there. */
  responsePromise: Promise<unknown>;
  /** Set as soon as somebody has asked for the parsed answer. */
  readonly parsedPromise?: unknown;
  parseResponse(...args: unknown[]): Promise<unknown>;
  asResponse(): Promise<unknown>;
}

/** Returns what to give to the caller. */
export function observePromise(result: unknown, call: ObservedCall): unknown {
  if (isApiPromise(result)) return observeApiPromise(result, call);
  // A client that stands in for a real one, in a test say.
  if (types.isPromise(result)) return observed(result, call);
  read(result, call);
  return result;
}

function isApiPromise(value: unknown): value is ApiPromise {
  if (!types.isPromise(value)) return false;
  const { responsePromise, parseResponse, asResponse } = value as Partial<ApiPromise>;
  return (
    [parseResponse, asResponse].every((method) => typeof method === 'function') && types.isPromise(responsePromise)
  );
}

function observeApiPromise(promise: ApiPromise, call: ObservedCall): ApiPromise {
  const { parseResponse, asResponse } = promise;
  call.dependOn(promise);
  promise.responsePromise = orFail(promise.responsePromise, call);
  promise.parseResponse = (...args) => {
    call.beginReading();
    return observed(parseResponse.apply(promise, args), call);
  };
  const raw = (): Promise<unknown> => asResponse.call(promise).then((response) => handOver(response, promise, call));
  Object.defineProperty(promise, 'asResponse', { value: raw, configurable: true, writable: true });
  return promise;
}

/** Who takes the raw answer reads it by himself: that it came is all there will be to know. */
function handOver(response: unknown, { parsedPromise }: ApiPromise, call: ObservedCall): unknown {
  if (parsedPromise === undefined) call.finish();
  return response;
}

async function observed(answer: Promise<unknown>, call: ObservedCall): Promise<unknown> {
  const body = await orFail(answer, call);
  read(body, call);
  return body;
}

function read(body: unknown, call: ObservedCall): void {
  call.lookAt(() => (isAnswerStream(body) ? observeStream(body, call) : call.readWhole(body)));
}

function orFail<T>(promise: Promise<T>, call: ObservedCall): Promise<T> {
  return promise.catch((error: unknown) => {
    call.fail(error);
    throw error;
  });
}
