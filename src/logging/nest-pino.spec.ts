import { Inject, Injectable, Module, type DynamicModule } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { InjectPinoLogger, Logger, LoggerModule, NativeLogger, PinoLogger } from 'nestjs-pino';
import { CapturedLog } from '../../test/logging/captured-log.js';
import { ensureContextManager, OperationPipeline } from '../kernel/index.js';
import { hasOwnNestPino, nestPinoProviders } from './nest-pino.js';

@Injectable()
class Orders {
  constructor(
    @InjectPinoLogger(Orders.name) readonly named: PinoLogger,
    @InjectPinoLogger('Other') readonly other: PinoLogger,
    @Inject(PinoLogger) readonly plain: PinoLogger,
    @Inject(Logger) readonly nest: Logger,
    @Inject(NativeLogger) readonly native: NativeLogger,
  ) {}
}

const LOG = Symbol('log');
const RESET = '__resetOutOfContextForTests';

/** As the observability module does it: global, with the providers exported. */
@Module({})
class LogModule {
  static over(log: CapturedLog | undefined): DynamicModule {
    const providers = nestPinoProviders(LOG);
    const tokens = providers.map((provider) => (typeof provider === 'function' ? provider : provider.provide));
    return {
      module: LogModule,
      global: true,
      providers: [{ provide: LOG, useValue: log?.logging }, ...providers],
      exports: tokens,
    };
  }
}

async function start(...imports: DynamicModule[]) {
  @Module({ imports, providers: [Orders] })
  class AppModule {}
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
  return { app, orders: app.get(Orders), modules: app.get(ModulesContainer) };
}

beforeAll(() => ensureContextManager());

describe("nestjs-pino's loggers", () => {
  it('write lines of the contract, with their context as target', async () => {
    const log = new CapturedLog();
    const { orders, app, modules } = await start(LogModule.over(log));

    orders.named.info({ a: 1 }, 'one %s', 'two');
    orders.other.error(new TypeError('no'));
    orders.plain.warn('plain');
    orders.nest.log('by Nest', 'Ctx');
    orders.native.log('native', 'Ctx');
    orders.named.debug('not written');

    expect(log.lines).toMatchObject([
      { level: 'INFO', target: 'Orders', message: 'one two', a: 1 },
      { level: 'ERROR', target: 'Other', message: 'no', err: { type: 'TypeError' } },
      { level: 'WARN', target: 'Application', message: 'plain' },
      { level: 'INFO', target: 'Ctx', message: 'by Nest' },
      { level: 'INFO', target: 'Ctx', message: 'native' },
    ]);
    expect(orders.plain).toBeInstanceOf(PinoLogger);
    expect(hasOwnNestPino(modules)).toBe(false);
    await app.close();
  });

  it('assign fields to the whole request, and to nothing outside one', async () => {
    const log = new CapturedLog();
    const { orders, app } = await start(LogModule.over(log));
    const pipeline = new OperationPipeline({ handlers: [{ name: 'any', handles: () => true }] });

    orders.named.assign({ lost: 1 });
    pipeline.observe({ kind: 'http.server', name: 'GET /' }, () => {
      pipeline.observe({ kind: 'method', name: 'Orders.find' }, () => orders.named.assign({ tenant: 't1' }));
      orders.plain.info('later');
    });

    expect(log.lines).toMatchObject([{ message: 'later', span: { name: 'GET /', tenant: 't1' } }]);
    await app.close();
  });

  it('belong to their application, though nestjs-pino keeps one logger per process', async () => {
    const [first, second] = [new CapturedLog(), new CapturedLog()];
    const one = await start(LogModule.over(first));
    const two = await start(LogModule.over(second));

    one.orders.named.info('first');
    two.orders.named.info('second');

    expect([first.messages, second.messages]).toEqual([['first'], ['second']]);
    await Promise.all([one.app.close(), two.app.close()]);
  });

  it('look for a LoggerModule of the application again only when modules have joined', async () => {
    const log = new CapturedLog();
    const { orders, app, modules } = await start(LogModule.over(log));
    orders.named.info('first');
    const searches = jest.spyOn(modules, 'values');

    orders.named.info('second');
    orders.named.debug('not written');
    const whenNoneJoined = searches.mock.calls.length;
    modules.set('late', modules.values().next().value!);
    orders.named.info('third');

    expect([whenNoneJoined, searches.mock.calls.length > 1, log.messages]).toEqual([
      0,
      true,
      ['first', 'second', 'third'],
    ]);
    modules.delete('late');
    await app.close();
  });

  it.each(['before', 'after'])(
    'are those of an application that imports LoggerModule itself, %s ours',
    async (place) => {
      const log = new CapturedLog();
      const texts: string[] = [];
      const pinoHttp = { stream: { write: (text: string) => texts.push(text) }, base: null, timestamp: false };
      // nestjs-pino keeps the first logger of the process: each case starts without.
      jest.requireActual<Record<string, () => void>>('nestjs-pino/PinoLogger')[RESET]!();
      const theirs = LoggerModule.forRoot({ pinoHttp: pinoHttp as never });
      const { orders, app, modules } = await start(
        ...(place === 'before' ? [theirs, LogModule.over(log)] : [LogModule.over(log), theirs]),
      );

      orders.named.info('theirs');
      orders.nest.log('theirs too', 'Ctx');

      expect(log.texts).toEqual([]);
      expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual([
        { level: 30, context: 'Orders', msg: 'theirs' },
        { level: 30, context: 'Ctx', msg: 'theirs too' },
      ]);
      expect(hasOwnNestPino(modules)).toBe(true);
      await app.close();
    },
  );
});
