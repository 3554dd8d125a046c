/** Topics in real applications, read over real sockets: what a client gets, and each sample of the family. */
import { Controller, Get, Headers, Param, Res, Sse, type MessageEvent } from '@nestjs/common';
import { getInstrument, SseInstrument } from 'nestjs-observability/instruments';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { firstValueFrom, type Observable, take, toArray } from 'rxjs';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { EventSourceClient } from '../support/event-source.js';
import { countsOfFamily } from '../support/samples.js';
import '../support/matchers.js';

interface Message {
  readonly text: string;
}

@Controller()
class ConversationsController {
  constructor(private readonly sse: SseInstrument) {}

  @Sse('conversations/:id/events')
  events(@Param('id') id: string, @Headers('last-event-id') lastEventId?: string): Observable<MessageEvent> {
    return this.sse.stream<Message>('conversation', { key: id }).connect({ lastEventId });
  }

  @Sse('exports')
  exports(@Headers('last-event-id') lastEventId: string, @Res() response: object): Observable<MessageEvent> {
    return this.sse.stream<string>('export', LARGE).connect({ lastEventId, response });
  }

  @Get('piped')
  piped(@Res() response: object, @Headers('last-event-id') lastEventId?: string): void {
    this.sse.stream('conversation', { key: 'piped' }).pipe(response, { lastEventId });
  }
}

const LARGE = { keep: 20, maxBufferBytes: 10_000_000 };

afterEach(closeApplications);

let application: RunningApplication;
let sse: SseInstrument;

const samples = () => countsOfFamily(application, /^sse_/);
const conversation = (id: string) => sse.stream<Message>('conversation', { key: id });
const open = (path: string, lastEventId?: string) => EventSourceClient.open(application.url + path, lastEventId);
const streamsEnded = (count: number) =>
  application.recorder.waitFor(
    ({ operations }) => operations.filter(({ kind }) => kind === 'sse.stream').length === count,
  );

describe.each(platforms)('a topic on %s', (platform) => {
  beforeEach(async () => {
    application = await startApplication({ platform, controllers: [ConversationsController] });
    sse = application.app.get(SseInstrument);
  });

  it('does not keep the application from stopping while somebody follows it', async () => {
    const client = await open('/conversations/c1/events');

    await application.close();

    await application.recorder.waitFor(() => client.isClosed);
  });

  it('gives a client that comes back exactly what it missed, in order, and then what comes', async () => {
    const topic = conversation('c1');
    const client = await open('/conversations/c1/events');
    for (const text of ['one', 'two']) topic.publish({ data: { text } });
    await client.received(2);
    client.cut();
    await streamsEnded(1);
    for (const text of ['three', 'four', 'five']) topic.publish({ data: { text } });

    const again = await open('/conversations/c1/events', client.lastEventId);
    topic.publish({ type: 'done', data: { text: 'six' } });
    await again.received(4);

    expect(client.data).toEqual(['{"text":"one"}', '{"text":"two"}']);
    expect(again.data.map((data) => (JSON.parse(data) as Message).text)).toEqual(['three', 'four', 'five', 'six']);
    expect(again.events.at(-1)!.type).toBe('done');
    expect(await samples()).toEqual({
      'sse_streams_active{stream="conversation"}': 1,
      'sse_stream_duration_seconds_count{stream="conversation"}': 1,
      'sse_reconnections_total{stream="conversation"}': 1,
      'sse_events_total{stream="conversation",outcome="sent"}': 6,
      'sse_idle_seconds{stream="conversation"}': expect.any(Number) as number,
      'sse_buffer_bytes{stream="conversation"}': 0,
    });
    again.cut();
    await streamsEnded(2);
  });

  it('publishes an event of the same id once, and keeps topics apart by their keys', async () => {
    const client = await open('/conversations/c1/events');
    const other = await open('/conversations/c2/events');

    const published = ['a', 'b', 'a'].map((id) => conversation('c1').publish({ id, data: { text: id } }));
    conversation('c2').publish({ id: 'a', data: { text: 'other' } });
    await Promise.all([client.received(2), other.received(1)]);

    expect(published).toEqual([true, true, false]);
    expect([client.events.map(({ id }) => id), other.data]).toEqual([['a', 'b'], ['{"text":"other"}']]);
    expect(await countsOfFamily(application, /^sse_events/)).toEqual({
      'sse_events_total{stream="conversation",outcome="sent"}': 3,
      'sse_events_total{stream="conversation",outcome="deduplicated"}': 1,
    });
    client.cut();
    other.cut();
    await streamsEnded(2);
  });

  it('gives all it has to a client whose id it does not know, and nothing old to one without', async () => {
    for (const text of ['one', 'two']) conversation('c1').publish({ data: { text } });
    const lost = await open('/conversations/c1/events', 'of-before-the-restart');
    const fresh = await open('/conversations/c1/events');
    await lost.received(2);
    conversation('c1').publish({ data: { text: 'three' } });
    await Promise.all([lost.received(3), fresh.received(1)]);

    expect([lost.events.length, fresh.data]).toEqual([3, ['{"text":"three"}']]);
    lost.cut();
    fresh.cut();
    await streamsEnded(2);
  });

  it('drops for a client that does not read what its buffer lets go, oldest first, and counts each event once', async () => {
    const topic = sse.stream<string>('export', LARGE);
    const slow = await open('/exports');
    const quick = await open('/exports');
    slow.pause();
    for (let event = 0; event < 120; event++) {
      topic.publish({ id: String(event), data: 'x'.repeat(400_000) });
      await quick.received(event + 1);
    }
    const waiting = (await samples())['sse_buffer_bytes{stream="export"}'];
    slow.resume();
    await application.recorder.waitFor(() => slow.lastEventId === '119');

    const ids = slow.events.map(({ id }) => Number(id));
    const dropped = 120 - ids.length;
    expect(quick.events).toHaveLength(120);
    expect(dropped).toBeGreaterThan(0);
    expect(ids).toEqual([...Array(120).keys()].filter((id) => id < 100 - dropped || id >= 100));
    expect(waiting).toBeGreaterThan(19 * 400_000);
    expect(waiting).toBeLessThan(22 * 400_000);
    expect(await countsOfFamily(application, /^(?:sse_events|sse_buffer|sse_streams_active)/)).toEqual({
      'sse_events_total{stream="export",outcome="sent"}': 240 - dropped,
      'sse_events_total{stream="export",outcome="dropped"}': dropped,
      'sse_buffer_bytes{stream="export"}': 0,
      'sse_streams_active{stream="export"}': 2,
    });
    slow.cut();
    quick.cut();
    await streamsEnded(2);
  }, 60_000);

  it('writes the stream itself where there is no @Sse', async () => {
    const client = await open('/piped');
    sse.stream('conversation', { key: 'piped' }).publish({ id: '1', type: 'note', data: 'two\r\nlines' });
    sse.stream('conversation', { key: 'piped' }).publish({ id: '2', data: 7 });
    await client.received(2);
    client.cut();
    await streamsEnded(1);
    const again = await open('/piped', '1');
    await again.received(1);

    expect(client.events).toEqual([
      { id: '1', type: 'note', data: 'two\nlines' },
      { id: '2', type: undefined, data: '7' },
    ]);
    expect(again.data).toEqual(['7']);
    await expect(application).toHaveSample('sse_events_total', { stream: 'conversation', outcome: 'sent' }, 3);
    await expect(application).toHaveSample('sse_streams_active', { stream: 'conversation' }, 1);
    again.cut();
    await streamsEnded(2);
  });
});

describe('topics', () => {
  beforeEach(async () => {
    application = await startApplication({});
    sse = application.app.get(SseInstrument);
  });

  it('are let go when nobody listens and nothing comes for their time', async () => {
    const options = { key: 'c1', idleTimeoutMs: 40 };
    const topic = sse.stream<string>('short-lived', options);
    topic.publish({ id: 'kept', data: 'kept' });
    const subscription = topic.connect().subscribe();
    // Three times as long, by the same timers that would let it go.
    await wait(120);
    expect([topic.publish({ id: 'kept', data: 'again' }), sse.topicCount]).toEqual([false, 1]);

    subscription.unsubscribe();
    for (let round = 0; sse.topicCount > 0 && round < 200; round++) await wait(10);

    expect(sse.topicCount).toBe(0);
    expect(topic.publish({ id: 'kept', data: 'anew' })).toBe(true);
  });

  it('are bounded: the one that was used longest ago makes room, unless somebody listens', async () => {
    sse.stream('many', { key: 'heard' }).connect().subscribe();
    for (let key = 0; key < 10_010; key++) sse.stream('many', { key: String(key) }).publish({ data: key });

    expect(sse.topicCount).toBe(10_000);
    expect(sse.stream('many', { key: 'heard' }).publish({ id: 'x', data: '' })).toBe(true);
    expect(sse.stream('many', { key: 'heard' }).publish({ id: 'x', data: '' })).toBe(false);
  });

  it('keep as much as they may, the newest event in any case', async () => {
    const topic = sse.stream<string>('bounded', { keep: 3, maxBufferBytes: 100 });
    for (const data of ['a', 'b', 'c', 'd']) topic.publish({ data });
    const byNumber = firstValueFrom(topic.connect({ lastEventId: 'unknown' }).pipe(take(3), toArray()));
    topic.publish({ data: 'x'.repeat(200) });
    const bySize = firstValueFrom(topic.connect({ lastEventId: 'unknown' }));

    expect((await byNumber).map(({ data }) => data)).toEqual(['b', 'c', 'd']);
    expect((await bySize).data).toHaveLength(200);
  });

  it('hand events on in their order when whoever gets one publishes the next', async () => {
    const topic = sse.stream<number>('chain');
    const received: unknown[] = [];
    topic.connect().subscribe(({ data }) => {
      if (data === '1') topic.publish({ data: 2 });
      received.push(data);
    });

    topic.publish({ data: 1 });

    expect(received).toEqual(['1', '2']);
  });

  it('keep no client that had left before its stream began', async () => {
    const late = sse.stream('late', { idleTimeoutMs: 20 });
    const gone = new Promise<void>((resolve) => {
      const server = createServer((request, response) => {
        response.once('close', () => {
          late.pipe(response);
          server.close();
          resolve();
        });
        request.destroy();
      });
      server.listen(
        0,
        '127.0.0.1',
        () => void fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).catch(() => undefined),
      );
    });
    await gone;
    late.publish({ data: 'nobody listens' });

    await application.recorder.waitFor(() => sse.topicCount === 0);
  });

  it('count wrong use and go on', async () => {
    const topic = sse.stream<unknown>('odd');
    const received = firstValueFrom(topic.connect());
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;

    sse.stream('odd', { key: 'unbounded', keep: NaN }).publish({ data: 1 });
    expect(topic.publish({ data: circular })).toBe(false);
    expect(topic.publish({ id: 'two\nlines', data: 'text' })).toBe(true);

    expect((await received).id).not.toContain('\n');
    for (const misuse of ['invalid_data', 'invalid_field', 'invalid_option']) {
      const labels = { instrument: 'sse', misuse };
      await expect(application).toHaveSample('observability_instrument_misuses_total', labels, 1);
    }
  });

  it('end their streams when the application stops', async () => {
    let isComplete = false;
    sse
      .stream('any')
      .connect()
      .subscribe({ complete: () => (isComplete = true) });

    await application.close();

    expect(isComplete).toBe(true);
    expect(sse.topicCount).toBe(0);
  });

  it('do their work where no application observes', async () => {
    await application.close();
    const topic = getInstrument(SseInstrument).stream<string>('plain');
    const server = createServer((request, response) =>
      topic.pipe(response, { lastEventId: request.headers['last-event-id'] as string | undefined }),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

    const client = await EventSourceClient.open(url);
    await nextTurn();
    topic.publish({ id: '1', data: 'hello' });
    await client.received(1);

    expect(client.data).toEqual(['hello']);
    client.cut();
    await new Promise((resolve) => server.close(resolve));
  });
});
