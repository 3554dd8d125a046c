/** What holds on every transport that Nest's packets travel by. */
import { SpanKind } from '@opentelemetry/api';
import type { ClientProvider, MicroserviceOptions } from '@nestjs/microservices';
import type { RecordedSpan } from 'nestjs-observability/testing';
import { firstValueFrom, from, timeout } from 'rxjs';
import { handled, OrdersController } from './orders.controller.js';
import { closePairs, startPair, type Pair } from './service-pair.js';

export interface TransportUnderTest {
  readonly transport: string;
  /** Fresh for each pair: a queue, a port. */
  readonly options: () => Promise<{
    readonly server: MicroserviceOptions;
    readonly client: ClientProvider;
  }>;
}

const PARALLEL = 50;

export function describeTransport({ transport, options }: TransportUnderTest): void {
  const start = async (isBare = false, relation?: 'link' | 'parent'): Promise<Pair> =>
    startPair({
      ...(await options()),
      controllers: [OrdersController],
      isBare,
      observability: relation === undefined ? {} : { messaging: { relation } },
    });

  beforeEach(() => void handled.splice(0));
  afterEach(closePairs);

  it(`gives ${PARALLEL} parallel requests as many client and server spans, each under its own caller`, async () => {
    const { caller, calling, serving } = await start();

    const sums = await Promise.all(numbers(PARALLEL).map((number) => caller.ask('sum', [number, 1])));
    await serving.waitFor(() => spansNamed(serving.spans, 'sum').length === PARALLEL);
    await calling.waitFor(() => spansNamed(calling.spans, 'Caller.ask').length === PARALLEL);

    expect(sums).toEqual(numbers(PARALLEL).map((number) => number + 1));
    const callers = spansNamed(calling.spans, 'Caller.ask').map(idOf);
    const clients = spansNamed(calling.spans, 'send sum');
    const servers = spansNamed(serving.spans, 'sum');
    expect(clients.map(parentOf).toSorted()).toEqual(callers.toSorted());
    expect(servers.map(parentOf).toSorted()).toEqual(clients.map(idOf).toSorted());
    expect(new Set(servers.map(traceOf)).size).toBe(PARALLEL);
    expect(servers.map(traceOf).toSorted()).toEqual(clients.map(traceOf).toSorted());
    expect([clients[0]!.kind, servers[0]!.kind]).toEqual([SpanKind.CLIENT, SpanKind.SERVER]);
  });

  it('carries the causal chain: the caller is the cause, and both share a correlation id', async () => {
    const { caller, calling, serving } = await start();

    await caller.ask('sum', [1]);
    await caller.tell('noted', 'x');
    await serving.waitFor(() => serving.operations.filter(({ kind }) => kind === 'rpc.server').length === 2);

    const sent = calling.operations.filter(({ kind }) => kind === 'rpc.client');
    const received = serving.operations.filter(({ kind }) => kind === 'rpc.server');
    expect(received.map(({ scope }) => scope.correlationId)).toEqual(sent.map(({ scope }) => scope.correlationId));
    expect(received.every(({ scope }) => scope.messageId !== undefined)).toBe(true);
  });

  it('gives an event a trace of its own, linked to its producer', async () => {
    const { caller, calling, serving } = await start();

    await caller.tell('noted', { id: 1 });
    await serving.waitFor(() => spansNamed(serving.spans, 'noted').length === 1);
    await calling.waitFor(() => spansNamed(calling.spans, 'emit noted').length === 1);

    const [producer] = spansNamed(calling.spans, 'emit noted');
    const [consumer] = spansNamed(serving.spans, 'noted');
    expect(handled).toEqual([{ id: 1 }]);
    expect(consumer!.parentSpanContext).toBeUndefined();
    expect(traceOf(consumer!)).not.toBe(traceOf(producer!));
    expect(consumer!.links.map(({ context }) => context.spanId)).toEqual([idOf(producer!)]);
  });

  it('makes an event the child of its producer when messaging.relation says so', async () => {
    const { caller, calling, serving } = await start(false, 'parent');

    await caller.tell('noted', 1);
    await serving.waitFor(() => spansNamed(serving.spans, 'noted').length === 1);
    await calling.waitFor(() => spansNamed(calling.spans, 'emit noted').length === 1);

    expect(parentOf(spansNamed(serving.spans, 'noted')[0]!)).toBe(idOf(spansNamed(calling.spans, 'emit noted')[0]!));
  });

  it('labels by transport, pattern and outcome; patterns as Nest prints them', async () => {
    const { caller, calling, serving } = await start();

    await caller.ask({ cmd: 'find', v: 1 }, 7);
    await caller.ask('fail-error', 1).catch(() => undefined);
    await caller.tell('noted-badly', 1);
    await serving.waitFor(() => serving.operations.filter(({ kind }) => kind === 'rpc.server').length === 3);

    expect(labelsOf(serving, 'rpc.server').toSorted()).toEqual(
      [
        [transport, '{"cmd":"find","v":1}', 'ok'],
        [transport, 'fail-error', 'error'],
        [transport, 'noted-badly', 'error'],
      ].toSorted(),
    );
    expect(labelsOf(calling, 'rpc.client')).toEqual([
      [transport, 'send', 'ok'],
      [transport, 'send', 'error'],
      [transport, 'emit', 'ok'],
    ]);
  });

  it('keeps the exception behind an error packet', async () => {
    const { caller, serving } = await start();

    for (const pattern of ['fail-error', 'fail-rpc', 'fail-string', 'fail-late']) {
      await caller.ask(pattern, 1).catch(() => undefined);
    }
    await serving.waitFor(() => serving.operations.filter(({ kind }) => kind === 'rpc.server').length === 4);

    const errors = serving.operations.filter(({ kind }) => kind === 'rpc.server').map(({ error }) => String(error));
    expect(errors).toEqual([
      'RangeError: secret detail',
      'Error: no such order',
      'RemoteError: a string',
      'Error: in the stream',
    ]);
  });

  it('lasts as long as the stream of answers', async () => {
    const { caller, serving } = await start();

    await expect(caller.askAll('many-late', 1)).resolves.toEqual([0, 1, 2]);
    await expect(caller.askAll('subject', 1)).resolves.toEqual([1, 2]);
    await serving.waitFor(() => serving.operations.filter(({ kind }) => kind === 'rpc.server').length === 2);

    const [, subject] = serving.operations.filter(({ kind }) => kind === 'rpc.server');
    expect(subject).toMatchObject({ outcome: 'ok', name: 'subject' });
    expect(subject!.durationMs).toBeGreaterThan(10);
  });

  it('is canceled on the client that stops waiting', async () => {
    const { caller, calling } = await start();

    const answer = caller.within((client) => client.send('wait', 1).pipe(timeout(30)));

    await expect(answer).rejects.toThrow('Timeout');
    expect(labelsOf(calling, 'rpc.client')).toEqual([[transport, 'send', 'canceled']]);
  });

  it('makes a message of each subscription, and none without', async () => {
    const { caller, calling } = await start();

    await caller.within(async (client) => {
      const answer = client.send('sum', [1, 2]);
      client.send('sum', [3]);
      return [await firstValueFrom(answer), await firstValueFrom(answer)];
    });

    expect(labelsOf(calling, 'rpc.client')).toHaveLength(2);
  });

  it('changes nothing that caller or handler can see', async () => {
    const bare = await conversation(await start(true));
    const observed = await conversation(await start(false));

    expect(observed).toEqual(bare);
  });
}

/** Everything that can be said, and what came of it. */
async function conversation(pair: Pair): Promise<unknown[]> {
  const { caller } = pair;
  handled.splice(0);
  const payloads = [0, '', false, 'text', { a: [1, { b: null }] }, [], [[]], 1.5, 'ü\u0000"'];
  const outcomes: unknown[] = [];
  for (const payload of payloads) outcomes.push(await told(() => caller.askAll('echo', payload)));
  for (const pattern of PATTERNS) outcomes.push([pattern, await told(() => caller.askAll(pattern, 1))]);
  outcomes.push(await told(() => caller.ask({ v: 1, cmd: 'find' }, { id: 1 })));
  outcomes.push(await told(() => caller.ask(null, 1)), await told(() => caller.ask('sum', undefined)));
  for (const number of numbers(20)) await caller.tell('noted', { number });
  for (let turn = 0; turn < 200 && handled.length < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 5));
  await pair.close();
  return [outcomes, [...handled]];
}

const PATTERNS = [
  'many',
  'many-late',
  'subject',
  'nothing',
  'empty',
  'none',
  'fail-rpc',
  'fail-text',
  'fail-error',
  'fail-string',
  'fail-late',
];

/** What never comes, such as a packet that a transport refuses, is an outcome too. */
async function told(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return { answer: await firstValueFrom(from(ask()).pipe(timeout(1_000))) };
  } catch (error) {
    return { thrown: error instanceof Error ? [error.constructor.name, error.message] : error };
  }
}

export function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

export function spansNamed(spans: readonly RecordedSpan[], name: string): RecordedSpan[] {
  return spans.filter((span) => span.name === name);
}

export const idOf = (span: RecordedSpan): string => span.spanContext().spanId;
export const traceOf = (span: RecordedSpan): string => span.spanContext().traceId;
export const parentOf = (span: RecordedSpan): string | undefined => span.parentSpanContext?.spanId;

export function labelsOf(recorder: Pair['calling'], kind: string): (readonly string[])[] {
  return recorder.operations.filter((operation) => operation.kind === kind).map(({ labels }) => labels);
}
