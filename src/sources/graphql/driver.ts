/**
 * The one place that every GraphQL driver of Nest goes through with its final options: `start`. The schema is there, the server is
 * not yet; a plugin and hooks are added to a copy of the options.
 */
import type { OperationPipeline } from '../../kernel/index.js';
import { apolloPlugin } from './apollo-plugin.js';
import type { Schema } from './graphql-types.js';
import { wrapResolvers } from './resolver-context.js';
import { observeGraphqlWs, type GraphqlWsOptions } from './websocket-operations.js';

/** What Nest's AbstractGraphQLDriver asks for, and `registerExpress`, by which Apollo's drivers are known. */
export interface Driver {
  start(options: DriverOptions): unknown;
  generateSchema(options: unknown): unknown;
  mergeDefaultOptions(options: unknown): unknown;
  registerExpress?(options: unknown): unknown;
}

export interface DriverOptions {
  readonly path?: string;
  /** Null in a gateway, which loads it later. */
  readonly schema?: Schema | null;
  readonly plugins?: readonly unknown[];
  readonly context?: unknown;
  readonly subscriptions?: Readonly<Record<string, unknown>>;
  /** Of the gateway driver: the options of its Apollo Server. */
  readonly server?: DriverOptions;
}

export type PipelineOf = (driver: object) => OperationPipeline | undefined;

export function isDriver(prototype: object): prototype is Driver {
  const { start, generateSchema, mergeDefaultOptions } = prototype as Partial<Driver>;
  return [start, generateSchema, mergeDefaultOptions].every((method) => typeof method === 'function');
}

const prepared = new WeakSet<DriverOptions>();

/** In place, on the prototype. */
export function observeDriver(prototype: Driver, pipelineOf: PipelineOf): void {
  const start = prototype.start;
  prototype.start = function (this: Driver, options) {
    // A driver that inherits from another observed one comes here twice.
    return start.call(this, prepared.has(options) ? options : prepare(this, options, () => pipelineOf(this)));
  };
}

function prepare(
  driver: Driver,
  options: DriverOptions,
  pipelineHere: () => OperationPipeline | undefined,
): DriverOptions {
  if (options.schema != null) wrapResolvers(options.schema);
  const isApollo = typeof driver.registerExpress === 'function';
  const observed = isApollo ? observedApollo(options, pipelineHere) : options;
  prepared.add(observed);
  return observed;
}

function observedApollo(options: DriverOptions, pipelineHere: () => OperationPipeline | undefined): DriverOptions {
  const { server, subscriptions, context } = options;
  if (server !== undefined) return { ...options, server: observedApollo(server, pipelineHere) };
  const plugins = [...(options.plugins ?? []), apolloPlugin(pipelineHere, options.path)];
  const own = subscriptions?.['graphql-ws'];
  if (own === undefined || own === false) return { ...options, plugins };
  const observed = observeGraphqlWs(own === true ? {} : (own as GraphqlWsOptions), context, pipelineHere);
  return { ...options, plugins, subscriptions: { ...subscriptions, 'graphql-ws': observed } };
}
