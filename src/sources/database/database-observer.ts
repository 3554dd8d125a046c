/** What one application does with the queries and pools of its drivers. Drivers ask whose a connection is, and tell it here. */
import { context } from '@opentelemetry/api';
import {
  isTelemetrySuppressed,
  pipelineFor,
  type Meter,
  type MeterCells,
  type MeterFamily,
  type OperationPipeline,
} from '../../kernel/index.js';
import { poolRegisterOf, type PoolRegister } from '../pools/pool-register.js';
import { connectionsOpened, queryErrors } from './database.convention.js';
import { QueryCall, type DatabaseQuery } from './query-call.js';

export interface DatabaseOptions {
  /** Whether spans carry the statement, without its literals. */
  readonly statements: boolean;
}

export class DatabaseObserver {
  readonly pools: PoolRegister;
  readonly showsStatements: boolean;
  private readonly errors: MeterFamily<'counter'>;
  private readonly connections = new WeakSet<object>();
  private opened: MeterCells['counter'] | undefined;

  constructor(
    readonly pipeline: OperationPipeline,
    private readonly meter: Meter,
    { statements }: DatabaseOptions,
  ) {
    this.showsStatements = statements;
    this.errors = meter.define(queryErrors);
    this.pools = poolRegisterOf(pipeline, meter);
  }

  failed(operation: string, errorType: string): void {
    this.errors.cell([operation, errorType]).add(1);
  }

  /** Counts a connection the first time it is used. */
  used(connection: object): void {
    if (this.connections.has(connection)) return;
    this.connections.add(connection);
    this.opened ??= this.meter.define(connectionsOpened).cell([]);
    this.opened.add(1);
  }

  close(): void {
    this.pools.close();
  }
}

const observers = new Map<OperationPipeline, DatabaseObserver>();

export function attachObserver(observer: DatabaseObserver): void {
  observers.set(observer.pipeline, observer);
}

export function detachObserver(observer: DatabaseObserver): void {
  if (observers.get(observer.pipeline) === observer) observers.delete(observer.pipeline);
  observer.close();
}

/** The application that watches this connection or pool; undefined for telemetry's own work and while nobody does. */
export function observerFor(instance: object): DatabaseObserver | undefined {
  if (observers.size === 0 || isTelemetrySuppressed(context.active())) return undefined;
  const pipeline = pipelineFor(instance);
  return pipeline === undefined ? undefined : observers.get(pipeline);
}

/**
 * Begins a query on `connection`; undefined when nobody is interested. Never throws: the query is made whatever happens here.
 * @param makesSpan false where another instrumentation makes the span already
 */
export function beginQuery(
  connection: object,
  makesSpan: boolean,
  describe: () => DatabaseQuery | undefined,
): QueryCall | undefined {
  const observer = observerFor(connection);
  if (observer === undefined || !observer.pipeline.isObserved('database.query')) return undefined;
  const begin = (): QueryCall | undefined => {
    const query = describe();
    if (query === undefined) return undefined;
    observer.used(connection);
    return new QueryCall(observer, query, makesSpan);
  };
  return observer.pipeline.diagnostics.safely<QueryCall | undefined>('database', 'query', begin, undefined);
}
