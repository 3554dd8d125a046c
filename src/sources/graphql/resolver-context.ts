/**
 * Resolvers run inside their GraphQL operation. No server lets anybody wrap the execution as a whole, and each calls resolvers
 * from contexts of its own; what all have in common is the schema, so its resolvers are wrapped, once per schema.
 */
import { types } from 'node:util';
import { settleResult, type Operation } from '../../kernel/index.js';
import type { OperationNode, Resolver, ResolveInfo, Schema, SchemaField } from './graphql-types.js';

/** What a resolver sees of its operation: the context value, most often made per operation, and the operation's syntax node. */
export interface Execution {
  readonly contextValue: unknown;
  readonly node: OperationNode;
}

/** Both keys are needed: an application may share one context value, a server caches the documents it has parsed. */
const running = new WeakMap<object, WeakMap<OperationNode, Operation>>();
const NO_CONTEXT_VALUE = {};

export function runResolversOf({ contextValue, node }: Execution, operation: Operation): void {
  const key = keyOf(contextValue);
  const operations = running.get(key) ?? new WeakMap<OperationNode, Operation>();
  running.set(key, operations.set(node, operation));
}

function operationOf(contextValue: unknown, info: ResolveInfo | undefined): Operation | undefined {
  const node = info?.operation;
  return node === undefined ? undefined : running.get(keyOf(contextValue))?.get(node);
}

function keyOf(contextValue: unknown): object {
  return typeof contextValue === 'object' && contextValue !== null ? contextValue : NO_CONTEXT_VALUE;
}

const wrappedSchemas = new WeakSet<Schema>();

/** Wraps the resolvers of a schema in place, as Apollo Server does for its plugins. */
export function wrapResolvers(schema: Schema): void {
  if (wrappedSchemas.has(schema)) return;
  wrappedSchemas.add(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields?.() ?? {})) wrapField(field);
  }
}

/** The function that Nest gives to fields without a resolver: it reads a property, and a list has thousands of them. */
const PROPERTY_READER = 'rootFieldResolver';

function wrapField(field: SchemaField): void {
  const { resolve, subscribe } = field;
  if (typeof resolve === 'function' && resolve.name !== PROPERTY_READER) field.resolve = inOperation(resolve);
  if (typeof subscribe === 'function') field.subscribe = subscribingInOperation(subscribe);
}

function inOperation(resolve: Resolver): Resolver {
  return function (source, args, contextValue, info) {
    const operation = operationOf(contextValue, info);
    if (operation === undefined) return Reflect.apply(resolve, this, arguments);
    return operation.pipeline.runIn(operation, resolve, this, source, args, contextValue, info);
  };
}

/** What a subscription's generator does between two events belongs to the operation too. */
function subscribingInOperation(subscribe: Resolver): Resolver {
  const observed = inOperation(subscribe);
  return function (source, args, contextValue, info) {
    const stream = Reflect.apply(observed, this, [source, args, contextValue, info]) as unknown;
    const operation = operationOf(contextValue, info);
    if (operation !== undefined) keepInside(stream, operation);
    return stream;
  };
}

function keepInside(stream: unknown, { context }: Operation): void {
  const keep = (settled: unknown): void => void settleResult(settled, { context, settled: () => undefined });
  if (types.isPromise(stream)) stream.then(keep, () => undefined);
  else keep(stream);
}
