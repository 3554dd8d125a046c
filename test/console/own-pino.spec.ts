/** An application that has set up nestjs-pino itself: its lines are its own, and the console shows them, too. */
import { Controller, Get } from '@nestjs/common';
import { InjectPinoLogger, Logger, LoggerModule, PinoLogger } from 'nestjs-pino';
import { observabilityPinoOptions } from 'nestjs-observability';
import type { LogsAnswer } from '../../src/console/shapes/index.js';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import { ConsoleReader, withConsole } from './console-reader.js';

const SECRET = 'hunter2-of-their-own';

@Controller('orders')
class OrdersController {
  constructor(@InjectPinoLogger(OrdersController.name) private readonly log: PinoLogger) {}

  @Get()
  list(): void {
    this.log.warn({ shelf: 7, password: SECRET }, `token=${SECRET} found`);
  }
}

afterEach(closeApplications);

it.each(platforms)(
  'shows them in their trace and without their secrets, and leaves them as they are, on %s',
  async (platform) => {
    const written: string[] = [];
    const stream = { write: (line: string) => void written.push(line) };
    const application = await startApplication({
      platform,
      imports: [LoggerModule.forRoot({ pinoHttp: [observabilityPinoOptions({}), stream], forRoutes: ['{*all}'] })],
      controllers: [OrdersController],
      observability: withConsole(),
      configure: (app) => app.useLogger(app.get(Logger)),
    });
    await (await application.request('/orders')).text();

    const answer = await new ConsoleReader(application).ask('logs', { q: 'target:OrdersController' });
    const text = await answer.text();
    const { rows } = JSON.parse(text) as LogsAnswer;

    expect(rows).toMatchObject([{ level: 'warn', message: 'token=[REDACTED] found', fields: { shelf: 7 } }]);
    expect(rows[0]!.traceId).toMatch(/^[\da-f]{32}$/);
    expect(text).not.toContain(SECRET);
    const theirs = written.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(theirs.find(({ shelf }) => shelf === 7)).toMatchObject({ level: 40, password: SECRET });
  },
);
