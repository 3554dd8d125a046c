/** What the console says of the log of a real application. */
import { Controller, Get, Logger, Param, Query } from '@nestjs/common';
import type { LogsAnswer, TracesAnswer } from '../../src/console/shapes/index.js';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { ConsoleReader, withConsole } from './console-reader.js';

const SECRET = 'hunter2-of-the-logs';
const HOSTILE = '<img src=x onerror="alert(1)"> "quoted" \u2028 \u0007';

@Controller('orders')
class OrdersController {
  private readonly log = new Logger('Orders');

  @Get('failing')
  fail(): never {
    throw new Error(`refused with password=${SECRET}`);
  }

  @Get('secret')
  secret(@Query('token') token: string): string {
    this.log.log(`password=${SECRET}`);
    this.log.log('with fields', { password: SECRET, nested: { authorization: `Bearer ${SECRET}` } });
    return token.slice(0, 1);
  }

  @Get('hostile')
  hostile(): void {
    this.log.warn(HOSTILE);
  }

  @Get(':id')
  find(@Param('id') id: string): object {
    this.log.debug('looking');
    this.log.log(`found ${id}`, { order: { id: Number(id), note: 'two words' } });
    return { id };
  }
}

afterEach(closeApplications);

describe.each(platforms)('the log in the console, on %s', (platform) => {
  const start = async (options = {}): Promise<[ConsoleReader, RunningApplication]> => {
    const observability = withConsole({ logs: { level: 'debug' }, ...options });
    const application = await startApplication({ platform, controllers: [OrdersController], observability });
    return [new ConsoleReader(application), application];
  };
  const linesOf = (reader: ConsoleReader, params: Record<string, string>): Promise<LogsAnswer> =>
    reader.read<LogsAnswer>('logs', params);

  it('has no lines of traces that are printed as trees: those are traces there', async () => {
    const [reader, { request, recorder }] = await start({ traces: { tree: true } });
    await (await request('/orders/7')).text();
    await recorder.waitFor(({ lines }) => lines.some(({ target }) => target === 'Trace'));

    const { rows } = await linesOf(reader, {});

    expect(rows.map(({ target }) => target)).toEqual(expect.arrayContaining(['HTTP', 'Orders']));
    expect(rows.map(({ target }) => target)).not.toContain('Trace');
  });

  it('has lines of every way into it, with the trace and the request that they belong to', async () => {
    const [reader, { request }] = await start();
    await (await request('/orders/7', { headers: { 'x-request-id': 'r-7' } })).text();

    const { rows, countByLevel } = await linesOf(reader, { q: 'request:r-7' });
    const { rows: traces } = await reader.read<TracesAnswer>('traces');

    expect(rows.map(({ level, target, message }) => [level, target, message])).toEqual([
      ['info', 'HTTP', expect.stringMatching(/^GET \/orders\/:id 200 [\d.]+ ms$/)],
      ['info', 'Orders', 'found 7'],
      ['debug', 'Orders', 'looking'],
    ]);
    expect(rows[1]!.fields).toMatchObject({ order: { id: 7, note: 'two words' } });
    expect(new Set(rows.map(({ traceId }) => traceId))).toEqual(new Set([traces[0]!.traceId]));
    expect(traces[0]).toMatchObject({ route: '/orders/:id', logCount: 3, requestId: 'r-7' });
    expect(rows[0]!.spanId).toBe(traces[0]!.rootSpanId);
    expect(countByLevel).toEqual({ trace: 0, debug: 1, info: 2, warn: 0, error: 0, fatal: 0 });
  });

  it('finds what is asked for, and says what it has not understood', async () => {
    const [reader, { request }] = await start();
    for (const id of [1, 2, 3]) await (await request(`/orders/${id}`)).text();
    const found = async (params: Record<string, string>): Promise<string[]> =>
      (await linesOf(reader, params)).rows.map(({ message }) => message);

    expect(await found({ q: 'order.id:2' })).toEqual(['found 2']);
    expect(await found({ q: 'order.id>1 "two words"' })).toEqual(['found 3', 'found 2']);
    expect(await found({ q: 'target:Orders !order.id:2 -found' })).toEqual(['looking', 'looking', 'looking']);
    expect(await found({ q: 'target:Orders', level: 'info', limit: '2' })).toEqual(['found 3', 'found 2']);
    const { problems, rows } = await linesOf(reader, { q: 'target:Orders "left open', limit: '1' });
    expect(problems).toEqual([{ text: '"left open', fact: expect.any(String) }]);
    expect(rows).toHaveLength(1);
  });

  it('pages backwards without missing or repeating a line', async () => {
    const [reader, { request }] = await start();
    for (const id of [1, 2, 3]) await (await request(`/orders/${id}`)).text();
    const all = await linesOf(reader, { q: 'found', limit: '10' });
    const first = await linesOf(reader, { q: 'found', limit: '2' });
    const beforeSequence = String(first.rows.at(-1)!.sequence);
    const rest = await linesOf(reader, { q: 'found', limit: '2', beforeSequence });

    expect([...first.rows, ...rest.rows]).toEqual(all.rows);
    expect([first.hasMore, rest.hasMore, first.total, rest.total]).toEqual([true, false, 3, 3]);
  });

  it('says what is wrong with a question', async () => {
    const [reader] = await start();

    const wrong = [
      ['level', 'loud'],
      ['limit', 'many'],
      ['fromMs', '-1'],
    ] as const;
    const answers = await Promise.all(wrong.map(([name, value]) => reader.ask('logs', { [name]: value })));

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
    expect(await answers[0]!.json()).toEqual({
      version: 1,
      error: {
        code: 'OBS_ERR_REQUEST_INVALID',
        fact: 'level must be one of trace, debug, info, warn, error, fatal',
        got: '"loud"',
        fix: 'leave it out for all of them',
      },
    });
  });

  it('keeps as many lines as it may, and says how many had to make room', async () => {
    const [reader, { request }] = await start({ console: { maxLogs: 10 } });
    for (let id = 0; id < 20; id++) await (await request(`/orders/${id}`)).text();

    const { rows, total, evicted } = await linesOf(reader, { limit: '100' });

    expect([rows.length, total]).toEqual([10, 10]);
    expect(evicted).toBe(rows.at(-1)!.sequence - 1);
  });

  it('shows no secret, and hostile text as it was written', async () => {
    const [reader, { request }] = await start();
    await (await request(`/orders/secret?token=${SECRET}`)).text();
    await (await request('/orders/failing')).text();
    await (await request('/orders/hostile')).text();

    const text = await (await reader.ask('logs', { limit: '1000' })).text();

    expect(text).toContain('with fields');
    expect(text).not.toContain(SECRET);
    expect((await linesOf(reader, { q: 'onerror' })).rows.map(({ message }) => message)).toEqual([HOSTILE]);
  });

  it('knows where an error of a line came from', async () => {
    const [reader, { request }] = await start();
    await (await request('/orders/failing')).text();

    const { rows } = await linesOf(reader, { level: 'error' });

    expect(rows[0]).toMatchObject({ level: 'error', source: { file: __filename, line: expect.any(Number) } });
  });
});

it('is kept also where lines are pretty', async () => {
  const observability = withConsole({ logs: { pretty: true } });
  const application = await startApplication({ controllers: [OrdersController], observability });
  await (await application.request('/orders/7')).text();

  const { rows } = await new ConsoleReader(application).read<LogsAnswer>('logs', { q: 'order.id:7' });

  expect(rows.map(({ message, target }) => [message, target])).toEqual([['found 7', 'Orders']]);
});
