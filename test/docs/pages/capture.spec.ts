/** What docs/16-capture.md and docs/17-redaction.md show: their blocks are regions of this file, and do here what the pages say of them. */
import { Body, ConflictException, Controller, HttpCode, Injectable, Logger, Post } from '@nestjs/common';
import { CaptureService, type ObservabilityOptions } from 'nestjs-observability';
import { closeApplications, startApplication } from '../../support/application.js';

// #region capture
const capture: ObservabilityOptions['capture'] = {
  rules: [
    { when: 'failed' },
    { when: 'slow', route: '/orders/*', slowMs: 500 },
    { when: 'always', method: 'POST', route: '/payments', sampleRatio: 0.01 },
    { when: 'always', match: ({ status, headers }) => status === 409 && headers['x-client'] === 'app' },
  ],
};
// #endregion

// #region service
@Injectable()
class Support {
  constructor(private readonly captures: CaptureService) {}

  /** Commands for a POSIX shell that send the newest failures of a route again. */
  commands(route: string): (string | undefined)[] {
    return this.captures.list({ reason: 'failed', route, limit: 10 }).map(({ id }) => this.captures.curl(id));
  }

  /** An HTTP Archive 1.2 for the developer tools of a browser. */
  archive(traceId: string): string {
    return JSON.stringify(this.captures.har({ traceId }));
  }
}
// #endregion

// #region redaction
const redaction: ObservabilityOptions['redaction'] = {
  keys: ['taxNumber'],
  patterns: [/cust-\d+/],
  detect: { email: true, iban: true },
  custom: (key, value) => (key === 'address' ? String(value).slice(0, 2) : undefined),
};
// #endregion

@Controller('orders')
class OrdersController {
  private readonly logger = new Logger('Orders');

  @Post('broken')
  broken(): never {
    throw new TypeError('no stock');
  }

  @Post('conflict')
  conflict(): never {
    throw new ConflictException();
  }

  @Post('quiet')
  @HttpCode(200)
  quiet(@Body() body: object): void {
    this.logger.log({ message: 'of cust-17, write to ada@example.com', ...body });
  }
}

afterEach(closeApplications);

describe('the options of the pages', () => {
  const start = () =>
    startApplication({ controllers: [OrdersController], providers: [Support], observability: { capture, redaction } });
  const post = { method: 'POST', headers: { 'content-type': 'application/json', 'x-client': 'app' } };
  const body = JSON.stringify({ item: 'tea', taxNumber: '12/345', address: 'NO-0150 Oslo', password: 'hunter2' });

  it('keep what failed and what a rule asks for, without secrets', async () => {
    const { app, recorder, request } = await start();

    for (const path of ['broken', 'conflict', 'quiet']) await request(`/orders/${path}`, { ...post, body });
    await recorder.waitFor(({ operations }) => operations.filter(({ kind }) => kind === 'http.server').length === 3);

    const kept = app.get(CaptureService).list();
    expect(kept.map(({ reason, response }) => [reason, response.status]).toSorted()).toEqual([
      ['always', 409],
      ['failed', 500],
    ]);
    const commands = app.get(Support).commands('/orders/broken');
    expect(commands).toHaveLength(1);
    expect(commands[0]).toContain('"item":"tea"');
    expect(commands[0]).not.toMatch(/hunter2|12\/345|Oslo/);
    expect(app.get(Support).archive(kept[0]!.traceId!)).toContain('"version":"1.2"');
  });

  it('hide keys, patterns and addresses in the log', async () => {
    const { recorder, request } = await start();

    await request('/orders/quiet', { ...post, body });
    await recorder.waitFor(({ lines }) => lines.some(({ target }) => target === 'Orders'));

    expect(recorder.lines.find(({ target }) => target === 'Orders')).toMatchObject({
      message: 'of [REDACTED], write to [REDACTED]',
      item: 'tea',
      taxNumber: '[REDACTED]',
      address: 'NO',
      password: '[REDACTED]',
    });
  });
});
