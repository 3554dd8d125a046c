import { Controller, Get, HttpException, Injectable, Logger } from '@nestjs/common';
import { LogLevels, observabilityPinoOptions, ObservabilityService } from 'nestjs-observability';
import { InjectPinoLogger, LoggerModule, PinoLogger } from 'nestjs-pino';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import '../support/matchers.js';

@Injectable()
class Shop {
  private readonly logger = new Logger(Shop.name);

  constructor(
    @InjectPinoLogger(Shop.name) private readonly pino: PinoLogger,
    private readonly observability: ObservabilityService,
  ) {}

  sell(): string {
    this.observability.annotate({ 'order.id': '7' });
    this.logger.log('sold with password=hunter2');
    this.pino.info({ pieces: 2, authorization: 'Bearer abc' }, 'counted');
    return 'sold';
  }
}

@Controller()
class ShopController {
  constructor(private readonly shop: Shop) {}

  @Get('sell')
  sell(): string {
    return this.shop.sell();
  }

  @Get('broken')
  broken(): never {
    throw new TypeError('no stock');
  }

  @Get('teapot')
  teapot(): never {
    throw new HttpException('teapot', 418);
  }
}

const shop = { controllers: [ShopController], providers: [Shop] };
const traceparent = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-00`;

afterEach(closeApplications);

describe('An application with its own nestjs-pino', () => {
  it('keeps it: one line per request, its own, with our fields through the helper', async () => {
    const written: string[] = [];
    const stream = { write: (line: string) => void written.push(line) };
    const own = LoggerModule.forRoot({ pinoHttp: [observabilityPinoOptions({}), stream], forRoutes: ['{*all}'] });
    const application = await startApplication({ ...shop, imports: [own] });

    await application.request('/sell', { headers: { traceparent } });
    await application.recorder.waitFor(({ operations }) => operations.some(({ kind }) => kind === 'http.server'));

    const completions = written
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ res }) => res !== undefined);
    expect(completions).toHaveLength(1);
    expect(completions[0]).toMatchObject({ trace_id: 'c'.repeat(32) });
    expect(application.recorder.lines.filter(({ target }) => target === 'HTTP')).toEqual([]);
  });
});

describe.each(platforms)('Log lines on %s', (platform) => {
  it('are JSON, from the first line of the start to the last of the end', async () => {
    const application = await startApplication({ platform, ...shop });
    await application.request('/sell');
    await application.close();

    expect(application.recorder.brokenLines).toEqual([]);
    expect(application.recorder.lines.length).toBeGreaterThan(5);
    for (const line of application.recorder.lines) {
      expect(Object.keys(line).slice(0, 4)).toEqual(['timestamp', 'level', 'target', 'message']);
      expect(new Date(String(line['timestamp'])).toISOString()).toBe(line['timestamp']);
      expect(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']).toContain(line['level']);
    }
    expect(application.recorder).toHaveLogged({ target: 'RouterExplorer' });
  });

  it('of a request carry its ids and annotations, whoever wrote them, and no secret', async () => {
    const application = await startApplication({ platform, ...shop });

    await application.request('/sell', { headers: { traceparent, 'x-request-id': 'r-1', 'x-correlation-id': 'c-1' } });
    await application.recorder.waitFor(({ lines }) => lines.some(({ target }) => target === 'HTTP'));

    const lines = application.recorder.lines.filter((line) => line['request_id'] === 'r-1');
    expect(lines.map(({ target }) => target)).toEqual(['Shop', 'Shop', 'HTTP']);
    expect(new Set(lines.map((line) => line['trace_id']))).toEqual(new Set(['c'.repeat(32)]));
    expect(new Set(lines.map((line) => line['correlation_id']))).toEqual(new Set(['c-1']));
    expect(lines[1]).toMatchObject({ message: 'counted', pieces: 2, authorization: '[REDACTED]' });
    expect(lines[2]).toMatchObject({
      level: 'INFO',
      method: 'GET',
      route: '/sell',
      status: 200,
      duration_ms: expect.any(Number),
    });
    expect(JSON.stringify(application.recorder.lines)).not.toMatch(/hunter2|Bearer abc/);
  });

  it('are one per request, none for probes and scrapes, with the error of a fault', async () => {
    const application = await startApplication({ platform, ...shop });
    for (const path of [
      '/sell',
      '/broken',
      '/teapot',
      '/nowhere',
      '/metrics',
      '/health',
      '/health/live',
      '/health/ready',
    ]) {
      await application.request(path);
    }
    await application.recorder.waitFor(({ lines }) => lines.filter(({ target }) => target === 'HTTP').length >= 4);

    const lines = application.recorder.lines.filter(({ target }) => target === 'HTTP');
    expect(lines.map(({ level, status }) => [level, status])).toEqual([
      ['INFO', 200],
      ['ERROR', 500],
      ['INFO', 418],
      ['INFO', 404],
    ]);
    expect(application.recorder).toHaveLogged({ target: 'ExceptionsHandler', span: { name: 'GET /broken' } });
    expect(lines[1]!['err']).toMatchObject({
      type: 'TypeError',
      message: 'no stock',
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  it('of a 404 of a known user carry user, trace and request id', async () => {
    const identify = ({ headers }: { headers: Record<string, unknown> }) => ({
      userId: String(headers['x-user']),
      sessionId: 's-1',
    });
    const application = await startApplication({ platform, ...shop, observability: { identify } });

    await application.request('/nowhere', { headers: { 'x-user': 'u-1', traceparent, 'x-request-id': 'r-2' } });
    await application.recorder.waitFor(({ lines }) => lines.some(({ target }) => target === 'HTTP'));

    expect(application.recorder).toHaveLogged({
      status: 404,
      user_id: 'u-1',
      session_id: 's-1',
      request_id: 'r-2',
      trace_id: 'c'.repeat(32),
    });
  });

  it('obey levels per context, also changed at run time', async () => {
    const application = await startApplication({
      platform,
      ...shop,
      observability: { logs: { level: 'info,Shop=error' } },
    });
    const sold = () => application.recorder.lines.filter(({ target }) => target === 'Shop').length;
    await application.request('/sell');
    expect(sold()).toBe(0);

    application.app.get(LogLevels).set('Shop', 'info');
    await application.request('/sell');

    expect(sold()).toBe(2);
  });

  it('are counted by level', async () => {
    const application = await startApplication({ platform, ...shop });
    await application.request('/broken');
    await application.recorder.waitFor(({ lines }) => lines.some(({ target }) => target === 'HTTP'));

    const errors = application.recorder.lines.filter(({ level }) => level === 'ERROR').length;
    await expect(application).toHaveSample('log_messages_total', { level: 'ERROR' }, errors);
  });
});
