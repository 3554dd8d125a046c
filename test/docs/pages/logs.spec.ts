/** What docs/06-logs.md shows: its blocks are regions of this file, and do here what the page says of them. */
import { Controller, Get, Injectable, Logger, Param } from '@nestjs/common';
import { LogLevels, observabilityPinoOptions, type ObservabilityOptions } from 'nestjs-observability';
import { InjectPinoLogger, LoggerModule, PinoLogger } from 'nestjs-pino';
import { closeApplications, startApplication, type RunningApplication } from '../../support/application.js';
import { expectRecorded } from './shown.js';

// #region logging
@Injectable()
class OrdersService {
  private readonly logger = new Logger(OrdersService.name); // Nest's own

  constructor(@InjectPinoLogger(OrdersService.name) private readonly pino: PinoLogger) {} // nestjs-pino's

  place(item: string): string {
    this.logger.log(`Order for ${item}`);
    this.pino.info({ item, pieces: 2, card: '4111 1111 1111 1111' }, 'Order placed');
    return item;
  }
}
// #endregion

@Controller('orders')
class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get('broken')
  broken(): never {
    throw new TypeError('no stock');
  }

  @Get(':item')
  place(@Param('item') item: string): string {
    return this.orders.place(item);
  }
}

// #region options
const observability: ObservabilityOptions = {
  logs: { level: 'info,OrdersService=debug,RouterExplorer=warn' },
  http: { slowMs: 1_000, ignore: ['/internal/*'] },
  identify: ({ user }) => user as { userId: string; sessionId?: string } | undefined,
};
// #endregion

// #region levels
@Injectable()
class Support {
  constructor(private readonly levels: LogLevels) {}

  lookCloser(context: string): void {
    this.levels.set(context, 'debug');
  }

  goOn(context: string): void {
    this.levels.set(context, undefined); // back to the general level
  }
}
// #endregion

afterEach(closeApplications);

describe('the log of the page', () => {
  const start = (): Promise<RunningApplication> =>
    startApplication({ controllers: [OrdersController], providers: [OrdersService, Support], observability });

  const linesOf = ({ recorder }: RunningApplication, target: string) =>
    recorder.lines.filter((line) => line['target'] === target);

  const written = (application: RunningApplication, count = 1): Promise<void> =>
    application.recorder.waitFor(() => linesOf(application, 'HTTP').length === count);

  it('has the lines of both loggers, redacted, and one for the request', async () => {
    const application = await start();

    await application.request('/orders/tea');
    await written(application);

    const [first, second] = linesOf(application, 'OrdersService');
    expect(first).toMatchObject({ message: 'Order for tea' });
    expect(second).toMatchObject({ message: 'Order placed', item: 'tea', pieces: 2, card: '[REDACTED]' });
    expectRecorded('logs-completion.json', JSON.stringify(linesOf(application, 'HTTP')[0], undefined, 2));
  });

  it('has the error of a failed request once more than it was thrown: where it was met, and where the request ended', async () => {
    const application = await start();

    await application.request('/orders/broken');
    await written(application);

    const failed = application.recorder.lines.filter(({ level }) => level === 'ERROR');
    expect(failed.map(({ target }) => target)).toEqual(['ExceptionsHandler', 'HTTP']);
    const fingerprints = failed.map((line) => (line['err'] as { fingerprint: string }).fingerprint);
    expect(new Set(fingerprints).size).toBe(1);
  });

  it('says no more of a context than its level', async () => {
    const application = await start();

    expect(linesOf(application, 'RouterExplorer')).toEqual([]);
    const [support, levels] = [application.app.get(Support), application.app.get(LogLevels)];
    support.lookCloser('OrdersController');
    expect(levels.of('OrdersController')).toBe('debug');
    support.goOn('OrdersController');
    expect(levels.of('OrdersController')).toBe('info');
  });
});

describe('an application with a pino of its own', () => {
  it('keeps it, and has the ids on its lines', async () => {
    const lines: Record<string, unknown>[] = [];
    const stream = { write: (text: string) => void lines.push(JSON.parse(text) as Record<string, unknown>) };
    // #region own
    const logging = LoggerModule.forRoot({
      pinoHttp: [observabilityPinoOptions({ level: 'info' }), stream],
      forRoutes: ['{*all}'],
    });
    // #endregion
    const application = await startApplication({
      imports: [logging],
      controllers: [OrdersController],
      providers: [OrdersService],
    });

    await application.request('/orders/tea');
    await application.recorder.waitFor(() => lines.some(({ res }) => res !== undefined));

    expect(lines.find(({ msg }) => msg === 'Order placed')).toMatchObject({
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });
});
