import { Controller } from '@nestjs/common';
import {
  EventPattern,
  MessagePattern,
  Payload,
  RpcException,
  Transport,
  type ClientKafka,
} from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { sent } from './kafka-stand-in.js';
import { closePairs, startPair, type Pair } from './service-pair.js';
import { idOf, labelsOf, numbers, parentOf, spansNamed } from './transport-suite.js';

jest.mock('kafkajs', () => jest.requireActual<object>('./kafka-stand-in.js'));

const seen: unknown[] = [];

@Controller()
class Ledger {
  @MessagePattern('book')
  book(@Payload() { amount }: { amount: number }): { booked: number } {
    return { booked: amount };
  }

  @MessagePattern('refuse')
  refuse(): never {
    throw new RpcException('not today');
  }

  @EventPattern('booked')
  booked(@Payload() entry: unknown): void {
    seen.push(entry);
  }

  @EventPattern(/^audit\..*/)
  audit(): void {
    seen.push('audit');
  }
}

async function start(isBare = false): Promise<Pair> {
  const server = { transport: Transport.KAFKA, options: {} } as const;
  const prepare = (client: unknown) => {
    for (const topic of ['book', 'refuse']) (client as ClientKafka).subscribeToResponseOf(topic);
  };
  return startPair({
    server,
    client: { transport: Transport.KAFKA, options: {} },
    controllers: [Ledger],
    prepare,
    isBare,
  });
}

describe('Messages over Kafka, before a stand-in for its broker', () => {
  beforeEach(() => [seen, sent].forEach((list) => list.splice(0)));
  afterEach(closePairs);

  it('gives 50 parallel requests as many client and server spans, each under its own caller', async () => {
    const { caller, calling, serving } = await start();

    const answers = await Promise.all(numbers(50).map((amount) => caller.ask('book', { amount })));
    await calling.waitFor(() => spansNamed(calling.spans, 'Caller.ask').length === 50);

    expect(answers).toEqual(numbers(50).map((booked) => ({ booked })));
    const clients = spansNamed(calling.spans, 'send book');
    expect(clients.map(parentOf).toSorted()).toEqual(spansNamed(calling.spans, 'Caller.ask').map(idOf).toSorted());
    expect(spansNamed(serving.spans, 'book').map(parentOf).toSorted()).toEqual(clients.map(idOf).toSorted());
  });

  it('links events to their producer, one by one in a batch, and keeps a regular expression as the pattern', async () => {
    const { caller, calling, serving } = await start();

    await caller.tell('booked', 'text');
    await caller.tell('audit.login', 'x');
    const batch = { messages: [{ value: 'a' }, { value: 'b' }] };
    await lastValueFrom((caller.client as unknown as ClientKafka).emitBatch('booked', batch));
    await serving.waitFor(() => labelsOf(serving, 'rpc.server').length === 4);

    expect(seen).toEqual(['text', 'audit', 'a', 'b']);
    expect(labelsOf(serving, 'rpc.server').map(([, pattern]) => pattern)).toEqual([
      'booked',
      '/^audit\\..*/',
      'booked',
      'booked',
    ]);
    const producers = calling.spans.filter(({ name }) => name.startsWith('emit')).map(idOf);
    const links = serving.spans.flatMap((span) => span.links.map(({ context }) => context.spanId));
    expect(links).toEqual([producers[0], producers[1], producers[2], producers[2]]);
    const ids = serving.operations.map(({ scope }) => scope.messageId);
    expect(new Set(ids).size).toBe(4);
  });

  it("adds to the record's headers and leaves the application's record as it is", async () => {
    const { caller } = await start();
    const record = Object.freeze({
      key: 'k',
      value: 'v',
      headers: Object.freeze({ tenant: 'acme', traceparent: 'theirs' }),
    });

    await caller.tell('booked', { ...record });

    expect(sent[0]!.message).toMatchObject({ key: 'k', value: 'v', headers: record.headers });
    expect(sent[0]!.message.headers).toHaveProperty('x-event-id');
  });

  it('answers and refuses as without the module', async () => {
    const conversation = async ({ caller, close }: Pair) => {
      const told = [
        await caller.ask('book', { amount: 1 }),
        await caller.ask('book', { key: 'k', value: { amount: 2 } }),
        await caller.ask('refuse', { any: 1 }).catch((error: unknown) => ['refused', error]),
      ];
      await close();
      return [told, sent.map(({ message: { key, value } }) => [key, value])];
    };

    const bare = await conversation(await start(true));
    sent.splice(0);

    expect(await conversation(await start())).toEqual(bare);
  });
});
