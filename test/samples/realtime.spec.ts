/** The auction as its README has it: two bidders over WebSockets, a board that follows, and what one sees of them. */
import { createApplication } from '../../sample/04-realtime/application.js';
import type { TracesAnswer } from '../../src/console/shapes/index.js';
import { platforms } from '../support/application.js';
import { EventSourceClient } from '../support/event-source.js';
import { connectClient, type Client } from '../support/gateways.js';
import { countsOfFamily } from '../support/samples.js';
import { until } from '../console/console-reader.js';
import { RunningSample } from './running-sample.js';

describe.each(platforms)('The auction on %s', (platform) => {
  let auction: RunningSample;

  beforeEach(async () => {
    auction = await RunningSample.start(() => createApplication(platform));
  });
  afterEach(() => auction.close());

  it('shows its page', async () => {
    const page = await auction.request('/');

    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toContain('<h1>Lot 1: a teapot</h1>');
  });

  it('counts bidders, messages, streams and sessions as they come and go', async () => {
    const [ada, bob] = [await enter(auction, 'ada'), await enter(auction, 'bob')];
    const board = await EventSourceClient.open(`${auction.url}/bids`);
    await ada.ask('bid', { amount: 100 });
    await bob.ask('bid', { amount: 50 });
    await board.received(1);
    await until(() => ada.received.length === 3 && bob.received.length === 2);

    expect(ada.received).toEqual([
      { event: 'present', data: ['ada'] },
      { event: 'present', data: ['ada', 'bob'] },
      { event: 'accepted', data: { number: 1, bidder: 'ada', amount: 100 } },
    ]);
    expect(bob.received[1]).toMatchObject({ event: 'exception', data: { message: 'Somebody has bid 100 already.' } });
    expect(await countsOfFamily(auction, /^(bids|websocket|sse_(events|streams)|sessions_(active|created))_?/)).toEqual(
      {
        'bids_total{class="Auction",method="place",outcome="ok"}': 1,
        'bids_total{class="Auction",method="place",outcome="error"}': 1,
        websocket_connections_active: 2,
        websocket_messages_received_total: 2,
        websocket_messages_sent_total: 5,
        'websocket_message_duration_seconds_count{gateway="BiddingGateway",event="bid"}': 2,
        'sse_events_total{stream="bids",outcome="sent"}': 1,
        'sse_streams_active{stream="bids"}': 1,
        'sessions_created_total{tier="default"}': 2,
        sessions_active: 2,
      },
    );

    ada.leave();
    bob.vanish();
    board.cut();
    await until(async () => {
      const active = await countsOfFamily(auction, /^(websocket_connections|sse_streams|sessions)_active/);
      return Object.values(active).join() === '0,0,0';
    });
    const { rows } = await auction.console.read<TracesAnswer>('traces', { q: 'name:"websocket /bidding"' });
    expect(rows.map(({ userId, status }) => [userId, status]).toSorted()).toEqual([
      ['ada', 'unset'],
      ['bob', 'canceled'],
    ]);
  });

  it('gives who comes back the bids in between, and counts it as a reconnection', async () => {
    const ada = await enter(auction, 'ada');
    const board = await EventSourceClient.open(`${auction.url}/bids`);
    await ada.ask('bid', { amount: 1 });
    await board.received(1);
    await auction.post('/bids/cut', {});
    await until(() => board.isClosed);
    await ada.ask('bid', { amount: 2 });
    await ada.ask('bid', { amount: 3 });

    const again = await EventSourceClient.open(`${auction.url}/bids`, board.lastEventId);
    await again.received(2);

    expect(again.events.map(({ id, type }) => [id, type])).toEqual([
      ['bid-2', 'bid'],
      ['bid-3', 'bid'],
    ]);
    const counts = await countsOfFamily(auction, /^sse_(reconnections|events|stream_duration)/);
    expect(counts).toEqual({
      'sse_reconnections_total{stream="bids"}': 1,
      'sse_events_total{stream="bids",outcome="sent"}': 3,
      'sse_stream_duration_seconds_count{stream="bids"}': 1,
    });
    again.cut();
  });

  it('is a trace for each bid, each stream and each session, with who it was', async () => {
    const ada = await enter(auction, 'ada');
    await ada.ask('bid', { amount: 7 });
    const board = await EventSourceClient.open(`${auction.url}/bids`);
    board.cut();
    ada.leave();

    for (const expected of traces) expect(await auction.traceLike(expected)).toEqual(expected);
    const { rows } = await auction.console.read<TracesAnswer>('traces', { q: 'user:ada' });
    expect(rows.map(({ name }) => name).toSorted()).toEqual(['BiddingGateway:bid', 'session', 'websocket /bidding']);
    const [bid] = await auction.spansOf('BiddingGateway:bid', 4);
    const [socket] = await auction.spansOf('websocket /bidding', 1);
    expect(bid!.links).toEqual([expect.objectContaining({ spanId: socket!.spanId })]);
  });
});

it('lets go of who gives no sign any more', async () => {
  const auction = await RunningSample.start(() => createApplication(), { HEARTBEAT_TIMEOUT_MS: '1000' });
  const ada = await enter(auction, 'ada');
  const bob = await enter(auction, 'bob');
  const signs = setInterval(() => bob.send('heartbeat'), 50);
  await until(() => bob.received.length === 2);
  clearInterval(signs);

  const counts = await countsOfFamily(auction, /^session_dead_detected_total/);
  await auction.close();

  expect(bob.received).toEqual([
    { event: 'present', data: ['ada', 'bob'] },
    { event: 'present', data: ['bob'] },
  ]);
  expect(ada.received).toHaveLength(2);
  expect(counts).toEqual({ session_dead_detected_total: 1 });
});

/** Returned when the room knows. */
async function enter(auction: RunningSample, name: string): Promise<Client> {
  const client = await connectClient('ws', Number(new URL(auction.url).port), { path: `/bidding?name=${name}` });
  await until(() => client.received.length > 0);
  return client;
}

const traces = [
  ['BiddingGateway:bid', '  ParseIntPipe.transform', '  BiddingGateway.bid', '    Auction.place'],
  ['GET /bids', '  BoardController.bids', '  GET /bids stream'],
  ['websocket /bidding'],
  ['session'],
];
