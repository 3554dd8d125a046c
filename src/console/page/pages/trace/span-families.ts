/** Kinds of spans as the few families that the eye tells apart: each has a mark of its own, since colour is never the only sign. */

export type SpanFamily =
  'entry' | 'guard' | 'pipe' | 'interceptor' | 'handler' | 'filter' | 'database' | 'call' | 'message' | 'ai' | 'code';

export interface FamilyLook {
  /** One or two characters before the name. */
  readonly mark: string;
  readonly title: string;
}

export const familyLooks: Readonly<Record<SpanFamily, FamilyLook>> = {
  entry: { mark: '▸', title: 'Entry: a request, message or run' },
  guard: { mark: 'G', title: 'Guard' },
  pipe: { mark: 'P', title: 'Pipe' },
  interceptor: { mark: 'I', title: 'Interceptor' },
  handler: { mark: 'H', title: 'Handler' },
  filter: { mark: 'F', title: 'Exception filter' },
  database: { mark: 'D', title: 'Database, cache or pool' },
  call: { mark: 'C', title: 'Outgoing call' },
  message: { mark: 'M', title: 'Message, event or job sent' },
  ai: { mark: 'A', title: 'AI call' },
  code: { mark: '·', title: 'Code of the application' },
};

const FAMILIES: Readonly<Record<string, SpanFamily>> = {
  'nest.guard': 'guard',
  'nest.pipe': 'pipe',
  'nest.interceptor': 'interceptor',
  'nest.handler': 'handler',
  'nest.filter': 'filter',
  'graphql.resolver': 'handler',
  'http.server': 'entry',
  'rpc.server': 'entry',
  'graphql.server': 'entry',
  'websocket.connection': 'entry',
  'websocket.message': 'entry',
  'sse.stream': 'entry',
  'schedule.run': 'entry',
  'event.process': 'entry',
  'queue.process': 'entry',
  server: 'entry',
  consumer: 'entry',
  'database.query': 'database',
  'cache.load': 'database',
  connection: 'database',
  'http.client': 'call',
  'rpc.client': 'call',
  'transport.call': 'call',
  'child.process': 'call',
  client: 'call',
  'event.publish': 'message',
  'queue.publish': 'message',
  producer: 'message',
  'ai.completion': 'ai',
};

/** What is not known is code: a user's own span says what it is by its name. */
export function familyOf(kind: string): SpanFamily {
  return FAMILIES[kind] ?? 'code';
}
