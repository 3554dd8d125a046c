import { CapturedLog, ManualClock } from '../../test/logging/captured-log.js';
import { OperationPipeline, type Attributes, type OperationKind, type Outcome } from '../kernel/index.js';

const ABOUT: Attributes = {
  'http.request.method': 'GET',
  'http.route': '/orders/:id',
  'http.response.status_code': 200,
  'url.path': '/orders/7',
};

const LINE = `{"timestamp":"1970-01-01T00:00:00.012Z","level":"INFO","target":"HTTP","message":"GET /orders/:id 200 12.3 ms",\
"request_id":"r1","span":{"name":"GET /orders/:id"},"method":"GET","route":"/orders/:id","status":200,"duration_ms":12.346,\
"path":"/orders/7"}
`;

function setUp(config: ConstructorParameters<typeof CapturedLog>[0] = {}) {
  const clock = new ManualClock();
  const log = new CapturedLog(config, { clock, slowMsOf: () => 100 });
  const pipeline = new OperationPipeline({ clock, handlers: [log.logging.handler], diagnostics: log.diagnostics });
  const run = (
    outcome: Outcome,
    durationMs: number,
    error?: unknown,
    kind: OperationKind = 'http.server',
    about: Attributes = {},
  ) => {
    const describe = jest.fn(() => ({ ...ABOUT, ...about }));
    const operation = pipeline.start({
      kind,
      name: 'GET /orders/:id',
      scope: { requestId: 'r1' },
      subject: { attributes: describe },
    });
    clock.nowMs += durationMs;
    pipeline.end(operation, { outcome, error });
    return describe;
  };
  return { log, pipeline, run };
}

describe('the completion line', () => {
  it('tells what was asked, how it ended and how long it took', () => {
    const { log, run } = setUp();

    run('ok', 12.3456);

    expect(log.lines).toEqual([
      {
        timestamp: '1970-01-01T00:00:00.012Z',
        level: 'INFO',
        target: 'HTTP',
        message: 'GET /orders/:id 200 12.3 ms',
        request_id: 'r1',
        span: { name: 'GET /orders/:id' },
        method: 'GET',
        route: '/orders/:id',
        status: 200,
        duration_ms: 12.346,
        path: '/orders/7',
      },
    ]);
  });

  it('is the same text to the byte, whether or not somebody listens', () => {
    const { log, run } = setUp();

    run('ok', 12.3456);
    log.bus.on('log', () => undefined);
    run('ok', 12.3456);

    expect(log.texts.map((text) => text.replace('.024Z', '.012Z'))).toEqual(Array(2).fill(LINE));
  });

  it.each<[string, string]>([
    ['/orders/:id', '/orders/:id'],
    ['/reset/token=hunter2', '/reset/token=[REDACTED]'],
    ['/a"b\n', '/a"b\n'],
  ])('shows the path %p as %p', (path, shown) => {
    const { log, run } = setUp();

    run('ok', 5, undefined, 'http.server', { 'url.path': path });

    expect(log.last['path']).toBe(shown);
  });

  it.each<[Outcome, number, unknown, object]>([
    ['ok', 10, undefined, { level: 'INFO' }],
    ['ok', 101, undefined, { level: 'WARN', slow: true }],
    ['canceled', 10, undefined, { level: 'WARN' }],
    ['error', 10, new TypeError('no'), { level: 'ERROR', err: { type: 'TypeError' } }],
    ['error', 101, undefined, { level: 'ERROR', slow: true }],
  ])('of %s after %d ms (%p)', (outcome, durationMs, error, expected) => {
    const { log, run } = setUp();

    run(outcome, durationMs, error);

    expect(log.lines).toMatchObject([expected]);
  });

  it.each<[OperationKind, string]>([
    ['rpc.server', 'RPC'],
    ['queue.process', 'Queue'],
    ['schedule.run', 'Schedule'],
  ])('is there for %s', (kind, target) => {
    const { log, run } = setUp();

    run('ok', 5, undefined, kind);

    expect(log.lines).toMatchObject([{ target, message: 'GET /orders/:id ok 5.0 ms', outcome: 'ok', duration_ms: 5 }]);
  });

  it('costs nothing when its level is off', () => {
    const { log, run } = setUp({ level: 'info,HTTP=warn' });

    const describe = run('ok', 5);

    expect([log.texts, describe.mock.calls]).toEqual([[], []]);
  });

  it('can be switched off', () => {
    const { log, run } = setUp({ completion: false });

    const describe = run('ok', 5);

    expect([log.texts, describe.mock.calls]).toEqual([[], []]);
  });

  it('is no condition for the ids in other lines: what has ids of its own is current anyway', () => {
    const { pipeline } = setUp({ completion: false });

    expect(pipeline.needsContext('http.server')).toBe(true);
    expect(pipeline.isObserved('method')).toBe(false);
  });
});

describe('the line of a closed span', () => {
  it('is written on request, at debug', () => {
    const { log, run } = setUp({ spans: true, level: 'debug' });

    run('ok', 5, undefined, 'nest.guard');
    run('ok', 5, undefined, 'method');

    expect(log.lines).toMatchObject([
      { level: 'DEBUG', target: 'Phase', message: 'GET /orders/:id ok 5.0 ms', outcome: 'ok', duration_ms: 5 },
      { level: 'DEBUG', target: 'method' },
    ]);
  });

  it('is not written otherwise', () => {
    const { pipeline } = setUp();

    expect(pipeline.isObserved('method')).toBe(false);
  });
});
