/** The application page's data, whatever management exposes, and the levels of loggers that can be changed there. */
import { Logger } from '@nestjs/common';
import { AuditService, type ObservabilityOptions } from 'nestjs-observability';
import { QueuesInstrument } from 'nestjs-observability/instruments';
import type { ApplicationAnswer, LoggersAnswer } from '../../src/console/shapes/index.js';
import { EverybodyGuard, OrdersModule } from '../management/managed-shop.js';
import { closeApplications, platforms, type Platform } from '../support/application.js';
import { HEADERS } from './console-reader.js';
import { openDesk, type Desk } from './open-desk.js';

const CANARY = 'canary-0123456789-secret';
const open = (platform: Platform, observability: ObservabilityOptions = {}): Promise<Desk> =>
  openDesk({ platform, imports: [OrdersModule], observability: { management: { enabled: false }, ...observability } });
const applicationOf = (desk: Desk): Promise<ApplicationAnswer> => desk.console.read<ApplicationAnswer>('application');

async function change(desk: Desk, body: object): Promise<readonly [status: number, body: LoggersAnswer]> {
  const headers = { ...HEADERS, 'content-type': 'application/json', origin: desk.url };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await desk.request('/observability/api/v1/loggers', init);
  return [response.status, (await response.json()) as LoggersAnswer];
}

afterEach(closeApplications);

describe.each(platforms)('The application in the console on %s', (platform) => {
  it('shows routes, modules, schedules, options and loggers, though management is off', async () => {
    const desk = await open(platform, { http: { slowMs: 250 } });

    const application = await applicationOf(desk);

    expect(application.routes).toContainEqual({
      method: 'GET',
      path: '/orders/:id',
      handler: 'OrdersController.find',
      versions: [],
      guards: [EverybodyGuard.name],
      interceptors: [],
      pipes: [],
      filters: [],
    });
    expect(application.modules.find(({ name }) => name === 'OrdersModule')).toMatchObject({
      controllers: ['OrdersController'],
      imports: expect.arrayContaining(['ScheduleModule']) as string[],
    });
    expect(application.schedules.jobs).toMatchObject([{ name: 'nightly', schedule: '0 3 * * *', isActive: true }]);
    expect(application.config).toContainEqual({ path: 'http.slowMs', value: 250, origin: 'code' });
    expect(application.config).toContainEqual({ path: 'management.enabled', value: false, origin: 'code' });
    expect(application.loggers).toMatchObject({ general: expect.any(String) as string, contexts: {}, changes: [] });
    expect([application.exporters, application.drops]).toEqual([[], []]);
    expect((await desk.request('/observability/manage')).status).toBe(404);
  });

  it('shows queues with what their jobs came to, and exporters with what they got rid of', async () => {
    const desk = await open(platform, { traces: { exporter: 'otlp', endpoint: 'http://127.0.0.1:9' } });
    const queue = desk.app.get(QueuesInstrument).queue('documents');
    queue.watchDepth(() => 4);
    queue.job('write', {}, () => desk.clock.advance(200));
    await Promise.allSettled([queue.job('write', {}, () => Promise.reject(new Error('no paper')))]);

    const { queues, exporters } = await applicationOf(desk);

    expect(queues).toEqual([
      {
        name: 'documents',
        figures: expect.objectContaining({
          waiting: 4,
          succeeded: 1,
          failed: 1,
          canceled: 0,
          meanDurationMs: 100,
        }) as object,
      },
    ]);
    expect(exporters).toEqual([
      expect.objectContaining({ signal: 'traces', queued: expect.any(Number) as number, lastSuccess: null }),
    ]);
  });

  it('shows no secret', async () => {
    const desk = await open(platform, {
      traces: { headers: { 'x-api-key': CANARY } },
      metrics: { bearerToken: CANARY },
      exporters: [{ type: 'webhook', url: `http://127.0.0.1:9/?token=${CANARY}`, secret: CANARY }],
    });

    const text = JSON.stringify(await applicationOf(desk));

    expect(text).toContain('x-api-key');
    expect(text).not.toContain(CANARY);
  });

  it('changes a level for a while, says who did, and takes it back when the time is over', async () => {
    const desk = await open(platform);
    const recorded = jest.spyOn(desk.app.get(AuditService), 'record');
    const logger = new Logger('OrdersController');
    const before = (await applicationOf(desk)).loggers!.general;

    const [status, after] = await change(desk, { context: 'OrdersController', level: 'trace', expiresInMs: 60_000 });
    logger.verbose('looked for it everywhere');

    expect([status, after.contexts]).toEqual([200, { OrdersController: 'trace' }]);
    expect(after.changes).toEqual([
      { setting: 'level/OrdersController', value: 'trace', by: 'token', expiresAt: expect.any(String) as string },
    ]);
    expect(desk.recorder.lines.map(({ message }) => message)).toContain('looked for it everywhere');
    expect(desk.recorder.lines).toContainEqual(
      expect.objectContaining({ message: 'level/OrdersController was changed', by: 'token', to: 'trace' }),
    );
    expect(recorded).toHaveBeenCalledWith(expect.objectContaining({ actor: 'token', action: 'management.changed' }));
    desk.clock.advance(60_001);
    expect((await applicationOf(desk)).loggers).toEqual({ general: before, contexts: {}, changes: [] });
  });

  it('refuses a level that is none, and every change where changes are off', async () => {
    const desk = await open(platform);
    const [status, refused] = await change(desk, { level: 'loud' });
    await desk.close();

    const closed = await open(platform, { console: { changes: false } });
    const [closedStatus] = await change(closed, { level: 'debug' });

    expect([status, Object.keys(refused)]).toEqual([400, ['version', 'error']]);
    expect(closedStatus).toBe(403);
  });

  it('shares its account of changes with management', async () => {
    const desk = await open(platform, { management: { enabled: true } });
    await change(desk, { level: 'error', expiresInMs: 60_000 });

    const managed = (await (await desk.request('/observability/manage/loggers')).json()) as LoggersAnswer;

    expect(managed).toMatchObject({ general: 'error', changes: [{ setting: 'level', by: 'token' }] });
  });
});
