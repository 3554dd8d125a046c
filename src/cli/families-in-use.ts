/** Which metric families an application can show: told by its modules, its handlers, what it injects and its configuration. */
import type { ResolvedConfig } from '../config/index.js';
import { allInstruments } from '../instruments/all-instruments.js';
import { mayUseDrivers, methodNames, usesMicroservices, type NestApplication } from '../sources/index.js';

export interface Usage {
  readonly config: ResolvedConfig;
  readonly application: NestApplication;
  /** Names of the instruments that constructors and factories ask for. */
  readonly instruments: ReadonlySet<string>;
  readonly hasObjectives: boolean;
}

type IsInUse = (usage: Usage) => boolean;

const injects =
  (name: string): IsInUse =>
  ({ instruments }) =>
    instruments.has(name);
const imports =
  (...names: readonly string[]): IsInUse =>
  ({ application }) =>
    names.some((name) => application.hasModule(name));
const either =
  (...conditions: readonly IsInUse[]): IsInUse =>
  (usage) =>
    conditions.some((isInUse) => isInUse(usage));
const both =
  (...conditions: readonly IsInUse[]): IsInUse =>
  (usage) =>
    conditions.every((isInUse) => isInUse(usage));

const always: IsInUse = () => true;

export const familyUsage: Readonly<Record<string, IsInUse>> = {
  ...familiesOfInstruments(),
  'HTTP server': ({ config }) => config.http.isEnabled,
  'handler phases': ({ config }) => config.http.isEnabled && config.http.phases,
  RPC: both(
    ({ config }) => config.rpc.isEnabled,
    ({ application }) => usesMicroservices(application),
  ),
  GraphQL: both(({ config }) => config.graphql.isEnabled, imports('GraphQLModule')),
  CQRS: both(({ config }) => config.events.isEnabled, imports('CqrsModule')),
  SSE: either(hasEventStreams, injects('SseInstrument')),
  WebSocket: either(
    both(({ config }) => config.websocket.isEnabled, hasGateways),
    injects('WebSocketsInstrument'),
  ),
  connections: either(({ config }) => config.http.isEnabled, injects('ConnectionsInstrument')),
  'outgoing transports': either(({ config }) => config.outgoing.isEnabled, injects('TransportsInstrument')),
  'connection pools': either(usesDatabase, injects('PoolsInstrument')),
  'child processes': either(({ config }) => config.processes.isEnabled, injects('ProcessesInstrument')),
  'events and queues': either(
    both(({ config }) => config.events.isEnabled, imports('EventEmitterModule', 'CqrsModule')),
    ({ config }) => config.plugins.some(({ name }) => name === 'bullmq'),
    injects('EventsInstrument'),
    injects('QueuesInstrument'),
  ),
  schedules: both(({ config }) => config.schedules.isEnabled, imports('ScheduleModule')),
  'rate limits': either(
    both(({ config }) => config.rateLimits.isEnabled, imports('ThrottlerModule')),
    injects('RateLimitsInstrument'),
  ),
  database: either(usesDatabase, injects('DatabaseInstrument')),
  cache: either(
    both(({ config }) => config.cache.isEnabled, imports('CacheModule')),
    injects('CachesInstrument'),
  ),
  objectives: ({ hasObjectives }) => hasObjectives,
  health: ({ config }) => config.health.isEnabled,
  runtime: ({ config }) => config.metrics.runtime,
  methods: always,
  ourselves: always,
};

/** What an instrument alone measures; the list says more where sources measure the same. */
function familiesOfInstruments(): Record<string, IsInUse> {
  const families = allInstruments.flatMap(({ name, metrics }) => metrics.map(({ family }) => [family, injects(name)]));
  return Object.fromEntries(families) as Record<string, IsInUse>;
}

export function isFamilyInUse(family: string, usage: Usage): boolean {
  return familyUsage[family]?.(usage) ?? true;
}

function usesDatabase({ config }: Usage): boolean {
  return config.database.isEnabled && mayUseDrivers();
}

function hasGateways({ application }: Usage): boolean {
  return application.classesWith('websockets:is_gateway').length > 0;
}

function hasEventStreams({ application, config }: Usage): boolean {
  return config.http.isEnabled && [...application.controllers()].some(isStreaming);
}

/** By the metadata of `@Sse()`. */
function isStreaming({ prototype }: { readonly prototype: Record<string, object> }): boolean {
  return methodNames(prototype).some((name) => Reflect.hasMetadata('__sse__', prototype[name]!));
}
