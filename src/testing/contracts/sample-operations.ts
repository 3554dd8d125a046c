/** Operations as an application has them, for the contract of handlers: of every kind, with every end, and with whatever may be thrown. */
import {
  Callsite,
  type OperationEnd,
  type OperationKind,
  type OperationPipeline,
  type OperationStart,
} from '../../kernel/index.js';

/** A record, so that the compiler misses none. */
const KINDS: Readonly<Record<OperationKind, true>> = {
  'http.server': true,
  'http.client': true,
  'websocket.connection': true,
  'websocket.message': true,
  'sse.stream': true,
  'rpc.server': true,
  'rpc.client': true,
  'graphql.server': true,
  'schedule.run': true,
  'event.publish': true,
  'event.process': true,
  'queue.publish': true,
  'queue.process': true,
  'database.query': true,
  'cqrs.execution': true,
  session: true,
  connection: true,
  'transport.call': true,
  'child.process': true,
  'cache.load': true,
  'ai.completion': true,
  'journey.stage': true,
  'graphql.resolver': true,
  'nest.guard': true,
  'nest.pipe': true,
  'nest.interceptor': true,
  'nest.handler': true,
  'nest.filter': true,
  phase: true,
  method: true,
};

export const allKinds = Object.keys(KINDS) as readonly OperationKind[];

/** How work may end. Anything may be thrown, and some of it throws when it is looked at. */
export function endings(): readonly OperationEnd[] {
  return [
    { outcome: 'ok' },
    { outcome: 'canceled' },
    { outcome: 'error' },
    ...oddErrors().map((error) => ({ outcome: 'error', error }) as const),
  ];
}

export function oddErrors(): readonly unknown[] {
  const frozen = Object.freeze(new TypeError('frozen'));
  const circular: Record<string, unknown> = { message: 'circular' };
  circular['self'] = circular;
  return [new RangeError('too much'), frozen, 'a text', 7, null, Symbol('thrown'), circular, hostile()];
}

/** An object of which nothing can be read. */
function hostile(): object {
  const refuse = (): never => {
    throw new Error('not yours to read');
  };
  return new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse, getOwnPropertyDescriptor: refuse });
}

let count = 0;

export function sampleStart(kind: OperationKind): OperationStart {
  const id = `contract-${++count}`;
  return {
    kind,
    name: `${kind} sample`,
    scope: { requestId: id, correlationId: id },
    labels: ['GET', '/samples/:id', '200'],
    // Long and new each time, so that whoever keeps it is seen to grow.
    attributes: { 'sample.id': id, 'sample.text': id.padEnd(1024, '.') },
    subject: { attributes: () => ({ 'http.request.method': 'GET', 'http.route': '/samples/:id' }) },
  };
}

export function runSample(
  pipeline: OperationPipeline,
  kind: OperationKind,
  end: OperationEnd = { outcome: 'ok' },
): void {
  const operation = pipeline.start(sampleStart(kind));
  pipeline.event(operation, { name: 'sample', attributes: { 'sample.size': 1 } });
  pipeline.end(operation, end);
}

export function sampleCallsite(kind: OperationKind): Callsite {
  return new Callsite(kind, 'SampleService', 'find', () => undefined);
}
