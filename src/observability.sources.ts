/** Every source of operations beside HTTP's server, in one list. Each decides for itself whether the application uses it. */
import type { ResolvedConfig } from './config/index.js';
import {
  CqrsSource,
  EventsSource,
  CacheSource,
  DatabaseSource,
  GraphqlSource,
  OutgoingSource,
  ProvidersSource,
  RpcSource,
  ScheduleSource,
  SseSource,
  WebSocketSource,
  ThrottlerSource,
  type NestSource,
} from './sources/index.js';

/** A row a source: the switch in the configuration, and how it is made. */
export function createSources(config: ResolvedConfig): NestSource[] {
  const rows: readonly (readonly [isEnabled: boolean, create: () => NestSource])[] = [
    [config.outgoing.isEnabled, () => new OutgoingSource({ requestIdHeader: config.http.requestIdHeader })],
    [config.http.isEnabled, () => new SseSource()],
    [config.websocket.isEnabled, () => webSockets(config)],
    [config.rpc.isEnabled, () => rpc(config)],
    [config.graphql.isEnabled, () => graphql(config)],
    [config.schedules.isEnabled, () => new ScheduleSource()],
    [config.database.isEnabled, () => new DatabaseSource(config.database)],
    [config.cache.isEnabled, () => new CacheSource()],
    [config.rateLimits.isEnabled, () => new ThrottlerSource()],
    [config.events.isEnabled, () => new EventsSource()],
    [config.events.isEnabled, () => new CqrsSource()],
    // Last: what another source has made a handler is an operation already.
    [config.autoTrace !== false && config.traces.isEnabled, () => new ProvidersSource(config.autoTrace)],
  ];
  return rows.filter(([isEnabled]) => isEnabled).map(([, create]) => create());
}

function webSockets({ http, messaging, baggageAttributes, identify }: ResolvedConfig): WebSocketSource {
  return new WebSocketSource({ config: http, relation: messaging.relation, baggageAttributes, identify });
}

function rpc({ messaging, http }: ResolvedConfig): RpcSource {
  return new RpcSource({ eventRelation: messaging.relation, observesHandlers: http.phases && http.isEnabled });
}

function graphql({ graphql: { resolvers }, http }: ResolvedConfig): GraphqlSource {
  return new GraphqlSource({ resolvers, phases: http.phases && http.isEnabled });
}
