/** Where each transport carries what a message takes along beside its payload, as the receiving side sees it. */

/** What Nest calls a handler with: the payload and a context object, or the arguments of a gRPC method. */
export type HandlerArguments = readonly unknown[];

export type CarriedFields = Readonly<Record<string, unknown>>;

const READERS: Readonly<Record<string, (args: HandlerArguments) => unknown>> = {
  nats: (args) => ask(contextOf(args), 'getHeaders'),
  mqtt: (args) => at(at(ask(contextOf(args), 'getPacket'), 'properties'), 'userProperties'),
  rabbitmq: (args) => at(at(ask(contextOf(args), 'getMessage'), 'properties'), 'headers'),
  kafka: (args) => at(ask(contextOf(args), 'getMessage'), 'headers'),
  grpc: (args) => ask(grpcCallOf(args) === args[0] ? at(args[0], 'metadata') : args[1], 'getMap'),
};

/** @param metadata the packet's own, where the context object does not show it */
export function carriedFields(transport: string, args: HandlerArguments, metadata: unknown): CarriedFields | undefined {
  const headers = READERS[transport]?.(args);
  if (isCarrier(headers)) return flat(headers);
  const shown = metadata ?? ask(contextOf(args), 'getMetadata');
  return isCarrier(shown) ? flat(shown) : undefined;
}

/** The call object of a gRPC method: the first argument of a pass-through handler, else the third. */
export function grpcCallOf(args: HandlerArguments): unknown {
  return args.length < 3 && typeof at(args[0], 'getPath') === 'function' ? args[0] : args[2];
}

export function contextOf(args: HandlerArguments): unknown {
  return args[1];
}

/** Calls a method of an object that may not be there. */
export function ask(target: unknown, method: string): unknown {
  const found = at(target, method);
  return typeof found === 'function' ? (found as () => unknown).call(target) : undefined;
}

export function at(target: unknown, key: string): unknown {
  return typeof target === 'object' && target !== null ? (target as Record<string, unknown>)[key] : undefined;
}

function isCarrier(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** NATS headers are a collection of names and lists. */
function flat(headers: object): CarriedFields {
  return Symbol.iterator in headers
    ? (Object.fromEntries(headers as Iterable<[string, unknown]>) as CarriedFields)
    : (headers as CarriedFields);
}
