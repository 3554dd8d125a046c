import { context, trace, TraceFlags, type Span } from '@opentelemetry/api';
import vm from 'node:vm';
import { CapturedLog, ManualClock } from '../../test/logging/captured-log.js';
import {
  ensureContextManager,
  OperationPipeline,
  type OperationHandler,
  type OperationStart,
} from '../kernel/index.js';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';

function spanWith(traceFlags: TraceFlags): Span {
  return trace.wrapSpanContext({ traceId: TRACE_ID, spanId: SPAN_ID, traceFlags });
}

function spanHandler(traceFlags: TraceFlags): OperationHandler {
  return { name: 'spans', handles: () => true, start: (operation) => void (operation.span = spanWith(traceFlags)) };
}

const REQUEST: OperationStart = {
  kind: 'http.server',
  name: 'GET /orders/:id',
  scope: { requestId: 'r1', correlationId: 'c1', identify: () => ({ userId: 'u1', sessionId: 's1' }) },
};

function thrower(): never {
  throw new Error('no');
}

beforeAll(() => ensureContextManager());

describe('a line', () => {
  it('has its fields in the order of the contract', () => {
    const log = new CapturedLog({ callSite: true });
    const pipeline = new OperationPipeline({ handlers: [spanHandler(TraceFlags.SAMPLED)] });
    const operation = pipeline.start(REQUEST);
    operation.annotate({ order: 7 });

    pipeline.runIn(operation, () =>
      log.pino.error({ target: 'Orders', err: new RangeError('no'), extra: 1 }, 'lost %s', 'it'),
    );

    expect(Object.keys(log.last)).toEqual([
      'timestamp', 'level', 'target', 'message', 'trace_id', 'span_id', 'request_id', 'user_id', 'session_id', 'correlation_id', 'span', 'err',
      'file', 'line', 'thread', 'extra',
    ]); // prettier-ignore
    expect(log.last).toMatchObject({
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      level: 'ERROR',
      target: 'Orders',
      message: 'lost it',
      trace_id: TRACE_ID,
      span_id: SPAN_ID,
      request_id: 'r1',
      user_id: 'u1',
      session_id: 's1',
      correlation_id: 'c1',
      span: { name: 'GET /orders/:id', order: 7 },
      err: {
        type: 'RangeError',
        message: 'no',
        stack: expect.stringContaining('RangeError: no\n    at ') as string,
        fingerprint: expect.stringMatching(/^[\da-f]{16}$/) as string,
      },
      thread: 0,
      extra: 1,
    });
  });

  it.each<[string, unknown[]]>([
    ['a text', ['hello "you"\n']],
    ['an error', [new RangeError('no "stock"')]],
    ['a text that has to be cut', ['ä'.repeat(40_000)]],
  ])('is the same text to the byte for %s, whether or not somebody listens', (_what, [given]) => {
    const log = new CapturedLog({ callSite: true }, { clock: new ManualClock() });
    const pipeline = new OperationPipeline({ handlers: [spanHandler(TraceFlags.SAMPLED)] });
    const say = () => log.pino.warn(given as string);

    pipeline.observe(REQUEST, () => {
      say();
      log.bus.on('log', () => undefined);
      say();
    });

    expect(log.texts[0]).toBe(log.texts[1]);
    expect(log.lines).toHaveLength(2);
  });

  it('carries the ids of an operation that is not sampled', () => {
    const log = new CapturedLog();
    const pipeline = new OperationPipeline({ handlers: [spanHandler(TraceFlags.NONE)] });

    pipeline.observe(REQUEST, () => log.pino.info('hello'));

    expect(log.last).toMatchObject({ trace_id: TRACE_ID, span_id: SPAN_ID, request_id: 'r1' });
  });

  it('has no id fields outside an operation, and those of the active span if there is one', () => {
    const log = new CapturedLog();

    log.pino.info('alone');
    context.with(trace.setSpan(context.active(), spanWith(TraceFlags.SAMPLED)), () => log.pino.info('in a span'));

    expect(log.lines.map(({ timestamp: _timestamp, ...line }) => line)).toEqual([
      { level: 'INFO', target: 'Application', message: 'alone' },
      { level: 'INFO', target: 'Application', message: 'in a span', trace_id: TRACE_ID, span_id: SPAN_ID },
    ]);
  });

  it('shows what was annotated on the request in lines of the calls inside it', () => {
    const log = new CapturedLog();
    const pipeline = new OperationPipeline({ handlers: [spanHandler(TraceFlags.SAMPLED)] });
    const request = pipeline.start(REQUEST);
    request.annotate({ tenant: 't1', password: 'hunter2' });

    pipeline.runIn(request, () => {
      const call = pipeline.start({ kind: 'method', name: 'Orders.find', attributes: { tenant: 't2', step: 1 } });
      pipeline.runIn(call, () => log.pino.info('inside'));
    });

    expect(log.last['span']).toEqual({ name: 'Orders.find', tenant: 't2', password: '[REDACTED]', step: 1 });
  });

  it('survives an identity callback that throws, and reports it', () => {
    const log = new CapturedLog();
    const pipeline = new OperationPipeline({
      handlers: [spanHandler(TraceFlags.SAMPLED)],
      diagnostics: log.diagnostics,
    });
    const identify = jest.fn(() => {
      throw new Error('no user yet');
    });

    pipeline.observe({ ...REQUEST, scope: { identify } }, () => {
      log.pino.info('one');
      log.pino.info('two');
    });

    expect([log.messages, identify.mock.calls.length, log.diagnostics.failures.size]).toEqual([['one', 'two'], 1, 1]);
  });

  it('never lets a field hide one of its own', () => {
    const log = new CapturedLog();

    log.pino.info({ level: 'gold', timestamp: 1, message: 'other', target: 'Orders', value: 1 }, 'said');

    expect(log.last).toMatchObject({
      level: 'INFO',
      level_: 'gold',
      timestamp_: 1,
      message: 'said',
      message_: 'other',
      target: 'Orders',
    });
  });

  it('tells file and line of the application', () => {
    const log = new CapturedLog({ callSite: true });

    vm.runInThisContext('(logger) => {\n logger.info("here") }', { filename: '/srv/app/orders.service.js' })(log.pino);

    expect(log.last).toMatchObject({ file: '/srv/app/orders.service.js', line: 2, thread: 0 });
  });
});

describe('redaction', () => {
  it('reaches message, fields, err, stack and URLs, and the line stays JSON', () => {
    const log = new CapturedLog();
    const error = new Error('connect postgres://a:hunter2@db/x');

    log.pino.warn(
      {
        err: error,
        headers: { Authorization: 'Bearer hunter2' },
        url: '/x?token=hunter2',
        list: [{ Pass_Word: 'hunter2' }],
      },
      'login password=hunter2 "token":"hunter2"',
    );
    log.pino.child({ apiKey: 'hunter2', tenant: 't' }).info('child');

    expect(log.texts.join('')).not.toContain('hunter2');
    expect(log.lines).toMatchObject([
      { message: 'login password=[REDACTED] "token":"[REDACTED]"' },
      { apiKey: '[REDACTED]', tenant: 't' },
    ]);
  });

  it('honours serialisers and paths given to a child', () => {
    const log = new CapturedLog();
    const child = log.pino.child(
      { a: 1 },
      { serializers: { order: ({ id }: { id: number }) => id }, redact: ['who.name'] },
    );

    child.info({ order: { id: 7, lines: [] }, who: { name: 'Ann', city: 'Ulm' } }, 'x');

    expect(log.last).toMatchObject({ a: 1, order: 7, who: { name: '[Redacted]', city: 'Ulm' } });
  });
});

describe('values nobody expects', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;

  it.each<[string, unknown, unknown]>([
    ['cycles', { cyclic }, { cyclic: { self: '[Circular]' } }],
    ['BigInt', { big: 1n }, { big: '1' }],
    ['throwing toJSON', { bad: { toJSON: thrower } }, { bad: '[Unreadable]' }],
    [
      'throwing getters',
      Object.defineProperty({ a: 1 }, 'bad', { get: thrower, enumerable: true }),
      { a: 1, bad: '[Unreadable]' },
    ],
    ['invalid UTF-16', { text: 'a\ud800b' }, { text: 'a\ud800b' }],
    ['NaN', { ratio: Number.NaN }, { ratio: null }],
    ['symbols and functions', { a: Symbol('s'), b: thrower }, { a: 'Symbol(s)', b: '[Function]' }],
    ['a Map', new Map([['a', 1]]), { a: 1 }],
    ['a list', [1, 2], { value: [1, 2] }],
    ['a date', new Date(0), { value: '1970-01-01T00:00:00.000Z' }],
  ])('logs %s', (_what, given, expected) => {
    const log = new CapturedLog();

    log.pino.info(given, 'x');

    expect(log.last).toMatchObject({ message: 'x', ...(expected as object) });
  });

  it('bounds a huge message, a huge field and a huge stack', () => {
    const log = new CapturedLog();
    const huge = 'ab '.repeat(1_000_000);

    log.pino.info({ huge, err: new Error(huge) }, huge);

    expect(log.texts[0]!.length).toBeLessThan(200_000);
    expect(log.last.message).toMatch(/more characters\]$/);
  });

  it('never throws into the application when the destination does, and counts it', () => {
    const destination = { write: thrower };
    const log = new CapturedLog({ destination });

    log.pino.info('lost');

    expect([...log.diagnostics.failures.values()]).toEqual([
      { labels: { handler: 'logging', phase: 'write' }, value: 1 },
    ]);
  });

  it('follows the causes of an error in its stack', () => {
    const log = new CapturedLog();

    log.pino.error(new Error('outer', { cause: new TypeError('inner') }));

    expect(log.last).toMatchObject({ message: 'outer', err: { type: 'Error' } });
    expect((log.last['err'] as { stack: string }).stack).toContain('\nCaused by: TypeError: inner\n');
  });

  it.each([['text'], [undefined], [null], [7]])('takes %p where an error is expected', (err) => {
    const log = new CapturedLog();

    log.pino.error({ err }, 'x');

    expect(log.last.message).toBe('x');
  });
});

describe('levels', () => {
  it('are per context and change at run time, for children too', () => {
    const log = new CapturedLog({ level: 'warn,Orders=debug' });
    const { pino: logger } = log;
    const { levels } = log.logging;
    const orders = logger.child({ target: 'Orders' });

    orders.debug('1');
    logger.info('not written');
    levels.set(undefined, 'info');
    levels.set('Orders', 'error');
    logger.info('2');
    orders.warn('not written');
    levels.set(undefined, 'silent');
    logger.fatal('not written');
    orders.error('3');

    expect(log.messages).toEqual(['1', '2', '3']);
  });
});

describe('flood', () => {
  it('suppresses equal messages above the limit and says how many', () => {
    const clock = new ManualClock();
    const log = new CapturedLog({ maxPerSecond: 2 }, { clock });

    for (let index = 0; index < 5; index++) log.pino.info({ target: 'Orders', index }, 'again');
    clock.nowMs = 1000;
    log.pino.info('next');

    expect(log.lines.map(({ target, message, suppressed }) => [target, message, suppressed])).toEqual([
      ['Orders', 'again', undefined],
      ['Orders', 'again', undefined],
      ['Orders', 'Repeated 3 more times within a second and not written: again', 3],
      ['Application', 'next', undefined],
    ]);
    log.logging.close();
  });
});

describe('listeners', () => {
  it('hear of each line, by level and as an event with its ids', () => {
    const levels: string[] = [];
    const log = new CapturedLog({}, { onLine: (level) => levels.push(level) });
    const events: unknown[] = [];
    log.bus.on('log', (event) => events.push(event));
    const pipeline = new OperationPipeline({ handlers: [spanHandler(TraceFlags.SAMPLED)] });

    pipeline.observe(REQUEST, () => log.pino.warn('careful'));
    log.pino.debug('not written');
    log.bus.flush();

    expect(levels).toEqual(['WARN']);
    expect(events).toEqual([
      { level: 'WARN', message: 'careful', traceId: TRACE_ID, spanId: SPAN_ID, requestId: 'r1', correlationId: 'c1' },
    ]);
  });
});

describe('who takes lines as they are written', () => {
  it.each([
    ['with fields', false],
    ['pretty', true],
  ])('gets each once, redacted: as its text, or where it is pretty as its object (%s)', (_, pretty) => {
    const written: unknown[] = [];
    const log = new CapturedLog({ pretty }, { clock: new ManualClock(), onWritten: (line) => written.push(line) });

    log.pino.info('password=hunter2');
    log.pino.info({ id: 7 }, 'created');
    log.pino.debug('not written');

    const line = { timestamp: '1970-01-01T00:00:00.000Z', level: 'INFO', target: 'Application' };
    const lines = [
      { ...line, message: 'password=[REDACTED]' },
      { ...line, message: 'created', id: 7 },
    ];
    expect(written).toEqual(pretty ? lines : lines.map((one) => JSON.stringify(one)));
  });

  it('cannot keep a line from its destination', () => {
    const log = new CapturedLog({}, { onWritten: thrower });

    log.pino.info('written all the same');

    expect(log.messages).toEqual(['written all the same']);
    expect(log.diagnostics.failures.size).toBe(1);
  });
});

describe('pretty', () => {
  it('is one readable line, with the stack below', () => {
    const log = new CapturedLog({ pretty: true }, { clock: new ManualClock() });

    log.pino.info({ target: 'Orders', id: 7, note: 'two words' }, 'created');
    log.pino.error(new Error('broken'));

    expect(log.texts[0]).toBe('00:00:00.000 INFO  [Orders] created id=7 note="two words"\n');
    expect(log.texts[1]).toMatch(/^00:00:00\.000 ERROR \[Application\] broken\n {2}Error: broken\n {6}at /);
  });
});
