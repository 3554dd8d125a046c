/**
 * Every source of operations beside HTTP's server, in one list. What an application uses shows in its modules and classes; where
 * that tells enough, a source's files are loaded only then.
 */
import type { ResolvedConfig } from './config/index.js';
import type { RequestGate } from './endpoints/index.js';
import { TaskSource, type Instruments } from './instruments/index.js';
import {
  EventsSource,
  CacheSource,
  OutgoingSource,
  ProvidersSource,
  ServerSocketSource,
  SourceOnDemand,
  SseSource,
  ThrottlerSource,
  mayUseDrivers,
  usesMicroservices,
  type NestApplication,
  type NestSource,
} from './sources/index.js';

/** What some sources need of their application beside its configuration. */
export interface SourceSurroundings {
  readonly gate: RequestGate;
  readonly instruments: () => Instruments;
}

/** A row a source: the switch in the configuration, and how it is made. */
export function createSources(config: ResolvedConfig, { gate, instruments }: SourceSurroundings): NestSource[] {
  const rows: readonly (readonly [isEnabled: boolean, create: () => NestSource])[] = [
    [config.outgoing.isEnabled, () => outgoing(config)],
    [config.http.isEnabled, () => new SseSource()],
    [config.websocket.isEnabled, () => new SourceOnDemand('websocket', hasGateways, () => webSockets(config))],
    // After the gateways, which know how their sockets end.
    [config.http.isEnabled, () => new ServerSocketSource(gate)],
    [config.rpc.isEnabled, () => new SourceOnDemand('rpc', usesMicroservices, () => rpc(config))],
    [config.graphql.isEnabled, () => new SourceOnDemand('graphql', imports('GraphQLModule'), () => graphql(config))],
    [config.schedules.isEnabled, () => new SourceOnDemand('schedule', imports('ScheduleModule'), schedule)],
    [config.database.isEnabled, () => new SourceOnDemand('database', mayUseDrivers, () => database(config))],
    [config.cache.isEnabled, () => new CacheSource()],
    [config.rateLimits.isEnabled, () => new ThrottlerSource()],
    [config.events.isEnabled, () => new EventsSource()],
    [config.events.isEnabled, () => new SourceOnDemand('cqrs', imports('CqrsModule'), cqrs)],
    [config.processes.isEnabled, () => new TaskSource(instruments)],
    // Last: what another source has made a handler is an operation already.
    [config.autoTrace !== false && config.traces.isEnabled, () => new ProvidersSource(config.autoTrace)],
  ];
  return rows.filter(([isEnabled]) => isEnabled).map(([, create]) => create());
}

function outgoing({ http, conventions }: ResolvedConfig): NestSource {
  return new OutgoingSource({ requestIdHeader: http.requestIdHeader, conventions });
}

function imports(moduleName: string): (application: NestApplication) => boolean {
  return (application) => application.hasModule(moduleName);
}

function hasGateways(application: NestApplication): boolean {
  return application.classesWith('websockets:is_gateway').length > 0;
}

function webSockets({ http, messaging, baggageAttributes, identify }: ResolvedConfig): NestSource {
  const { WebSocketSource } = require('./sources/websocket/websocket.source.js') as WebSockets;
  return new WebSocketSource({ config: http, relation: messaging.relation, baggageAttributes, identify });
}

function rpc({ messaging, http }: ResolvedConfig): NestSource {
  const { RpcSource } = require('./sources/rpc/rpc.source.js') as Rpc;
  return new RpcSource({ eventRelation: messaging.relation, observesHandlers: http.phases && http.isEnabled });
}

function graphql({ graphql: { resolvers }, http }: ResolvedConfig): NestSource {
  const { GraphqlSource } = require('./sources/graphql/graphql.source.js') as Graphql;
  return new GraphqlSource({ resolvers, phases: http.phases && http.isEnabled });
}

function schedule(): NestSource {
  const { ScheduleSource } = require('./sources/schedule/schedule.source.js') as Schedule;
  return new ScheduleSource();
}

function database(config: ResolvedConfig): NestSource {
  const { DatabaseSource } = require('./sources/database/database.source.js') as Database;
  return new DatabaseSource(config.database);
}

function cqrs(): NestSource {
  const { CqrsSource } = require('./sources/events/cqrs.source.js') as Cqrs;
  return new CqrsSource();
}

type WebSockets = typeof import('./sources/websocket/websocket.source.js');
type Rpc = typeof import('./sources/rpc/rpc.source.js');
type Graphql = typeof import('./sources/graphql/graphql.source.js');
type Schedule = typeof import('./sources/schedule/schedule.source.js');
type Database = typeof import('./sources/database/database.source.js');
type Cqrs = typeof import('./sources/events/cqrs.source.js');
