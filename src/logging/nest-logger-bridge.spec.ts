import { ConsoleLogger, Logger, type LoggerService } from '@nestjs/common';
import { CapturedLog } from '../../test/logging/captured-log.js';
import { activate, deactivate, ensureContextManager, OperationPipeline } from '../kernel/index.js';

const nest = Logger as unknown as { staticInstanceRef: LoggerService | undefined; logLevels: unknown };
const nestDefault = nest.staticInstanceRef;

function application(config: ConstructorParameters<typeof CapturedLog>[0] = {}) {
  const log = new CapturedLog(config);
  const pipeline = new OperationPipeline({ handlers: [{ name: 'any', handles: () => true }] });
  activate(pipeline);
  log.logging.installNestLogger(pipeline);
  const close = () => {
    deactivate(pipeline);
    log.logging.close();
  };
  opened.push(close);
  return { log, pipeline, close };
}

const opened: (() => void)[] = [];

beforeAll(() => ensureContextManager());

afterEach(() => {
  for (const close of opened.splice(0)) close();
  nest.staticInstanceRef = nestDefault;
  nest.logLevels = undefined;
});

describe("the shapes of Nest's calls", () => {
  const STACK = 'TypeError: no stock\n    at find (/app/a.js:1:2)';
  const error = new TypeError('no stock');
  const ERR = expect.objectContaining({ type: 'TypeError', message: 'no stock' }) as unknown;

  it.each<[string, (logger: Logger) => void, object[]]>([
    ['a message', (logger) => logger.log('hi'), [{ level: 'INFO', message: 'hi' }]],
    [
      'several messages',
      (logger) => logger.warn('a', 'b', 3),
      [{ level: 'WARN', message: 'a' }, { message: 'b' }, { message: '3' }],
    ],
    [
      'a message and an object',
      (logger) => logger.debug('hi', { a: 1 }, { b: 2 }),
      [{ level: 'DEBUG', message: 'hi', a: 1, b: 2 }],
    ],
    ['an object', (logger) => logger.verbose({ a: 1 }), [{ level: 'TRACE', message: '', a: 1 }]],
    ['an object with a message', (logger) => logger.log({ message: 'hi', a: 1 }), [{ message: 'hi', a: 1 }]],
    ['a list', (logger) => logger.log([1, 2]), [{ message: '', value: [1, 2] }]],
    ['nothing', (logger) => logger.log(undefined), [{ message: 'undefined' }]],
    ['a function', (logger) => logger.log(() => 'made'), [{ message: 'made' }]],
    ['a class', (logger) => logger.log(CapturedLog), [{ message: 'CapturedLog' }]],
    ['an error', (logger) => logger.error(error), [{ level: 'ERROR', message: 'no stock', err: ERR }]],
    ['an error at another level', (logger) => logger.warn(error), [{ level: 'WARN', err: ERR }]],
    ['a message and an error', (logger) => logger.error('failed', error), [{ message: 'failed', err: ERR }]],
    ['a message and a stack', (logger) => logger.error('no stock', STACK), [{ message: 'no stock', err: ERR }]],
    [
      'a message, fields and a stack',
      (logger) => logger.fatal('no stock', { a: 1 }, STACK),
      [{ level: 'FATAL', a: 1, err: ERR }],
    ],
    [
      'an error in an object',
      (logger) => logger.error({ err: error, a: 1 }),
      [{ message: 'no stock', a: 1, err: ERR }],
    ],
  ])('%s', (_shape, call, expected) => {
    const { log } = application({ level: 'trace' });

    call(new Logger('Orders'));

    expect(log.lines).toMatchObject(expected.map((line) => ({ target: 'Orders', ...line })));
    expect(log.lines).toHaveLength(expected.length);
  });

  it.each<[string, () => void, object]>([
    ['without context', () => Logger.log('hi'), { target: 'Application', message: 'hi' }],
    ['with context', () => Logger.log('hi', 'Orders'), { target: 'Orders', message: 'hi' }],
    ['error with stack', () => Logger.error('no stock', STACK), { target: 'Application', err: ERR }],
    ['error with stack and context', () => Logger.error('no stock', STACK, 'Orders'), { target: 'Orders', err: ERR }],
    ['error with context and stack', () => Logger.error('no stock', 'Orders', STACK), { target: 'Orders', err: ERR }],
    ['error with context', () => Logger.error('no stock', 'Orders'), { target: 'Orders', message: 'no stock' }],
    [
      'error with nothing and context',
      () => Logger.error('no stock', undefined, 'Orders'),
      { target: 'Orders', message: 'no stock' },
    ],
  ])('static, %s', (_shape, call, expected) => {
    const { log } = application();

    call();

    expect(log.lines).toMatchObject([expected]);
  });

  it('has the same fingerprint for an error and for its message and stack', () => {
    const { log } = application();

    new Logger('Orders').error(error);
    new Logger('Orders').error(error.message, error.stack);

    const [first, second] = log.lines.map(({ err }) => (err as { fingerprint: string }).fingerprint);
    expect(first).toBe(second);
  });

  it('does not make a message that nobody wants, and survives one that throws', () => {
    const { log } = application();
    const make = jest.fn(() => 'costly');
    const hostile = new Proxy({}, { get: () => { throw new Error('no'); }, getPrototypeOf: () => { throw new Error('no'); } }); // prettier-ignore

    new Logger('Orders').debug(make);
    new Logger('Orders').log(hostile);
    new Logger('Orders').log('after');

    expect(make).not.toHaveBeenCalled();
    expect(log.messages).toEqual(['after']);
    expect(log.diagnostics.failures.size).toBe(1);
  });
});

describe("the place of Nest's logger", () => {
  it('is taken while an application lives and given back when the last one has left', () => {
    const first = application();
    const second = application();

    first.close();
    const between = nest.staticInstanceRef;
    second.close();

    expect([between === nestDefault, nest.staticInstanceRef === nestDefault]).toEqual([false, true]);
  });

  it.each<[string, LoggerService | false]>([
    ['a custom logger', { log: () => undefined, error: () => undefined, warn: () => undefined }],
    ['a console logger of one`s own', new ConsoleLogger({ json: true })],
    ['no logger', false],
  ])('is left to %s', (_what, chosen) => {
    Logger.overrideLogger(chosen);
    const before = nest.staticInstanceRef;

    const { close } = application();
    const during = nest.staticInstanceRef;
    close();

    expect([during, nest.staticInstanceRef]).toEqual([before, before]);
  });

  it('stays with whoever takes it later', () => {
    const { close } = application();
    const later = new ConsoleLogger();
    Logger.overrideLogger(later);

    close();

    expect(nest.staticInstanceRef).toBe(later);
  });

  it('follows the levels that were given to Nest', () => {
    Logger.overrideLogger(['error', 'warn']);
    const { log } = application();

    Logger.log('not written');
    Logger.warn('written');

    expect(log.messages).toEqual(['written']);
  });

  it('writes what Nest has buffered', () => {
    Logger.attachBuffer();
    new Logger('NestFactory').log('Starting');
    const { log } = application();
    const before = log.messages;

    log.logging.flushNestBuffer();

    expect([before, log.messages]).toEqual([[], ['Starting']]);
  });
});

describe('two applications in one process', () => {
  it('never mix their lines', async () => {
    const first = application();
    const second = application();
    const logger = new Logger('Shared');
    const work = (which: typeof first, name: string) =>
      which.pipeline.observe({ kind: 'http.server', name }, async () => {
        await Promise.resolve();
        logger.log(name);
        which.log.pino.info(`${name} by pino`);
      });

    const runs = Array.from({ length: 20 }, (_, index) => [
      work(first, `first ${index}`),
      work(second, `second ${index}`),
    ]);
    await Promise.all(runs.flat());

    expect(first.log.messages).toHaveLength(40);
    expect(first.log.messages.filter((message) => !message.startsWith('first'))).toEqual([]);
    expect(second.log.messages).toHaveLength(40);
    expect(second.log.messages.filter((message) => !message.startsWith('second'))).toEqual([]);
  });
});
