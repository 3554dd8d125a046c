/** Calls that no compiler has seen: whatever JavaScript gives to an instrument, the work around it goes on and the counts add up. */
import {
  BuffersInstrument,
  CachesInstrument,
  ConnectionsInstrument,
  DatabaseInstrument,
  EventsInstrument,
  JourneysInstrument,
  PoolsInstrument,
  ProcessesInstrument,
  QueuesInstrument,
  RateLimitsInstrument,
  SessionsInstrument,
  SseInstrument,
  TransportsInstrument,
  WebSocketsInstrument,
} from 'nestjs-observability/instruments';
import { MetricsService } from 'nestjs-observability';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { countsOfFamily } from '../support/samples.js';
import '../support/matchers.js';

afterEach(closeApplications);

let application: RunningApplication;

beforeEach(async () => {
  application = await startApplication({});
});

const misuses = () => countsOfFamily(application, /^observability_instrument_misuses_total/);

/** Answers every question with a throw. */
const hostile = new Proxy(
  {},
  {
    get: () => refuse(),
    has: () => refuse(),
    ownKeys: () => refuse(),
    getPrototypeOf: () => refuse(),
    isExtensible: () => refuse(),
  },
);

const cyclic: Record<string, unknown> = {};
cyclic['itself'] = cyclic;

const withoutText = Object.create(null) as object;

function refuse(): never {
  throw new Error('hostile');
}

const GARBAGE: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['NaN', Number.NaN],
  ['a negative number', -1],
  ['no text at all', ''],
  ['a symbol', Symbol('s')],
  ['a bigint', 10n],
  ['a list', []],
  ['a cycle', cyclic],
  ['a frozen object', Object.freeze({})],
  ['an object without text', withoutText],
  ['a function that throws', refuse],
  ['a hostile proxy', hostile],
];

describe.each(GARBAGE)('%s', (_what, garbage) => {
  const given = garbage as never;
  const get = <T>(type: abstract new (...args: never[]) => T): T => application.app.get<T>(type as never);
  const each = (names: readonly string[]): never[] => names.map((name) => ({ [name]: garbage }) as never);

  it('given as what handles are opened with is left out, and what is opened ends', async () => {
    const [sessions, connections, transports] = [
      get(SessionsInstrument),
      get(ConnectionsInstrument),
      get(TransportsInstrument),
    ];
    const opened = [
      sessions.open(given),
      ...each(['tier', 'id', 'userId', 'heartbeatTimeoutMs', 'attributes']).map((start) => sessions.open(start)),
      connections.open(given),
      ...each(['protocol', 'peer', 'attributes']).map((start) => connections.open(start)),
      transports.transport(given).call(given, given),
      transports.transport('tcp').call('ask', { attributes: given }),
    ];
    for (const handle of opened) {
      handle.annotate(given);
      handle.fail(given);
    }
    transports.transport('tcp').connect().fail(given);
    sessions.open().evict(given);

    expect(opened.every(({ isEnded }) => isEnded)).toBe(true);
    await expect(application).toHaveSample('sessions_active', {}, 0);
    await expect(application).toHaveSample('session_duration_seconds_count', {}, 7);
    // Not connections_active, where the scraper's own sockets are.
    expect(application.recorder.operations.filter(({ kind }) => kind === 'connection')).toHaveLength(4);
  });

  it('given beside work leaves its result alone', async () => {
    const [events, queues, database] = [get(EventsInstrument), get(QueuesInstrument), get(DatabaseInstrument)];
    const queue = queues.queue(given);
    const results = [
      events.publish(given, () => 'done', given),
      events.process(given, given, () => 'done', given),
      events.process('paid', 'bill', () => 'done', { metadata: garbage, relation: given }),
      events.owed(given).process(given, () => 'done'),
      queue.publish(given, () => 'done'),
      queue.job(given, given, () => 'done'),
      ...each(['id', 'enqueuedAtMs', 'attempt', 'maxAttempts', 'metadata']).map((about) =>
        queue.job('resize', about, () => 'done'),
      ),
      database.query(given, () => 'done'),
      ...each(['system', 'operation', 'statement', 'name']).map((about) => database.query(about, () => 'done')),
      get(CachesInstrument)
        .cache(given)
        .load(() => 'done'),
      await get(PoolsInstrument)
        .pool(given, given)
        .use(() => 'done', given),
    ];

    expect(results.filter((result) => result !== 'done')).toEqual([]);
    expect(await countsOfFamily(application, /^queue_wagivenseconds/)).toEqual({});
  });

  it('thrown by work comes out as it is', async () => {
    const fail = (): never => {
      throw garbage;
    };
    const thrown = [
      caught(() => get(DatabaseInstrument).query({ system: 'sqlite', operation: 'read' }, fail)),
      caught(() => get(EventsInstrument).process('paid', 'bill', fail)),
      caught(() => get(QueuesInstrument).queue('images').job('resize', {}, fail)),
      caught(() => get(CachesInstrument).cache('prices').load(fail)),
    ];
    await get(DatabaseInstrument)
      .query({ system: 'sqlite', operation: 'read' }, async () => fail())
      .catch((error: unknown) => void thrown.push(error));

    expect(thrown).toHaveLength(5);
    expect(thrown.every((error) => Object.is(error, garbage))).toBe(true);
  });

  it('given to what is watched or counted leaves the page readable', async () => {
    const stdio = get(TransportsInstrument).transport('stdio');
    for (const streams of [given, ...each(['stdin', 'readable', 'writable'])]) stdio.observe(streams)();
    get(PoolsInstrument).observe(given, given).forget();
    get(BuffersInstrument).pool(given).taken(given);
    get(BuffersInstrument).pool('buffers').watchSize(given, given);
    get(WebSocketsInstrument).observe(given, given).forget();
    get(RateLimitsInstrument).limiter(given).check(true);
    get(RateLimitsInstrument).limiter({ scope: given, resource: given }).check(true);
    get(JourneysInstrument).journey(given, given).enter(given, given);
    get(JourneysInstrument).journey('decision', { stages: given }).complete('draft', given);

    await expect(application).toHaveSample('journey_stage_completed_total', { journey: 'decision', stage: 'draft' }, 1);
  });

  it('given to a topic is not streamed', () => {
    const sse = get(SseInstrument);
    sse.stream(given, given).publish(given);
    for (const options of each(['key', 'keep', 'maxBufferBytes', 'idleTimeoutMs']))
      sse.stream('news', options).publish({ data: 'news' });
    for (const event of each(['id', 'type', 'data'])) sse.stream('news').publish(event);
    sse.stream('news').connect(given).subscribe().unsubscribe();
    sse.stream('news').connect({ lastEventId: given, response: given }).subscribe().unsubscribe();

    expect(() => sse.stream('news').pipe(given, given)).not.toThrow();
  });

  it('shown as a child process is one that has ended', async () => {
    const handle = get(ProcessesInstrument).observe(given, given);
    handle.annotate(given);

    expect((await handle.terminate(given)).outcome).toBe('crashed');
    expect(get(ProcessesInstrument).runningCount).toBe(0);
    expect(await misuses()).toMatchObject({
      'observability_instrument_misuses_total{instrument="processes",misuse="no_child"}': 1,
    });
  });
});

function caught(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('a metric of the application under a name of ours', () => {
  it('leaves ours out once the application runs, and the work around it alone', async () => {
    const metrics = application.app.get(MetricsService);
    metrics.counter({ name: 'sessions_active', help: 'Not a gauge', labelNames: [] });
    metrics.counter({ name: 'queue_depth', help: 'Not a gauge', labelNames: [] });

    const session = application.app.get(SessionsInstrument).open();
    application.app
      .get(QueuesInstrument)
      .queue('images')
      .watchDepth(() => 3);
    session.close();

    expect(session.isEnded).toBe(true);
    await expect(application).toHaveSample('sessions_created_total', { tier: 'default' }, 1);
    expect(await countsOfFamily(application, /^observability_handler_failures_total/)).toEqual({
      'observability_handler_failures_total{handler="instruments",phase="session"}': 1,
      'observability_handler_failures_total{handler="instruments",phase="queue_depth"}': 1,
    });
  });
});
