import { setTimeout } from 'node:timers/promises';
import { Controller, Get } from '@nestjs/common';
import { Observability, ObservabilityService, type TelemetryEvents } from 'nestjs-observability';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import '../support/matchers.js';

@Controller('reports')
@Observability({ slowMs: 0.001 })
class ReportsController {
  constructor(private readonly observability: ObservabilityService) {}

  @Get()
  async list(): Promise<string> {
    const endRender = this.observability.startPhase('render');
    const rows = await this.observability.phase('load', () => setTimeout(2, 'rows'));
    await this.observability.phase('load', () => setTimeout(2));
    endRender();
    return endRender() > 0 ? rows : 'nothing';
  }

  @Get('broken')
  broken(): never {
    return this.observability.phase('load', () => {
      throw new Error('no rows');
    });
  }

  @Get('many')
  many(): void {
    for (let count = 0; count < 130; count++) this.observability.phase('row', () => undefined);
  }

  @Get('patient')
  @Observability({ slowMs: 60_000 })
  patient(): void {}

  @Get('nightly')
  nightly(): void {}
}

const linesOf = ({ recorder }: RunningApplication) => recorder.lines.filter(({ target }) => target === 'HTTP');

afterEach(closeApplications);

describe.each(platforms)('Phases on %s', (platform) => {
  const start = (observability = {}): Promise<RunningApplication> =>
    startApplication({ platform, controllers: [ReportsController], observability });

  it('are spans, durations in the log line and events, and hand on what the work gives', async () => {
    const application = await start();
    const told: TelemetryEvents['performance.phase'][] = [];
    application.app.get(ObservabilityService).on('performance.phase', (event) => told.push(event));

    expect(await (await application.request('/reports')).text()).toBe('rows');
    await application.recorder.waitFor(() => told.length === 3);

    const { spans } = application.recorder;
    const handler = spans.find(({ name }) => name === 'ReportsController.list')!;
    const phases = spans.filter(({ name }) => name === 'load' || name === 'render');
    expect(phases.map(({ name }) => name)).toEqual(['load', 'load', 'render']);
    expect(phases.map(({ parentSpanContext }) => parentSpanContext?.spanId)).toEqual(
      phases.map(() => handler.spanContext().spanId),
    );
    expect(told.map(({ name, outcome, operation }) => [name, outcome, operation.parent?.name])).toEqual([
      ['load', 'ok', 'ReportsController.list'],
      ['load', 'ok', 'ReportsController.list'],
      ['render', 'ok', 'ReportsController.list'],
    ]);
    const durations = linesOf(application)[0]!['phases_ms'] as Record<string, number>;
    const loadMs = told.filter(({ name }) => name === 'load').reduce((sum, { durationMs }) => sum + durationMs, 0);
    expect(durations).toEqual({ load: expect.closeTo(loadMs, 2), render: expect.any(Number) });
    expect(durations['render']).toBeGreaterThan(durations['load']!);
  });

  it('are in the log line of what is not sampled too', async () => {
    const application = await start({ traces: { sampleRatio: 0 } });

    await application.request('/reports');
    await application.recorder.waitFor(() => linesOf(application).length === 1);

    expect(linesOf(application)[0]!['phases_ms']).toEqual({ load: expect.any(Number), render: expect.any(Number) });
    expect(application.recorder.spans).toEqual([]);
  });

  it('throw what the work throws, and are bounded in number', async () => {
    const application = await start();
    const told: string[] = [];
    application.app.get(ObservabilityService).on('performance.phase', ({ outcome }) => told.push(outcome));

    expect((await application.request('/reports/broken')).status).toBe(500);
    expect((await application.request('/reports/many')).status).toBe(200);
    await application.recorder.waitFor(() => told.length === 129);

    expect(told[0]).toBe('error');
    await expect(application).toHaveSample('observability_dropped_total', { signal: 'phases', reason: 'too_many' }, 2);
  });

  it('are plain calls outside any work', async () => {
    const application = await start();
    const observability = application.app.get(ObservabilityService);

    expect(observability.phase('load', () => 3)).toBe(3);
    expect(observability.startPhase('load')()).toBe(0);
  });
});

describe.each(platforms)('Slow requests on %s', (platform) => {
  it('are those above the threshold of their route: options first, then handler, controller and the general one', async () => {
    const application = await startApplication({
      platform,
      controllers: [ReportsController],
      observability: { http: { slowMs: 60_000, slowRoutes: { 'GET /reports/nightly': 60_000, 'GET /report': 1 } } },
    });
    const slow: unknown[] = [];
    application.app
      .get(ObservabilityService)
      .on('performance.slow', ({ operation: { name }, thresholdMs }) => slow.push([name, thresholdMs]));

    for (const path of ['/reports', '/reports/patient', '/reports/nightly', '/nowhere'])
      await application.request(path);
    await application.recorder.waitFor(() => linesOf(application).length === 4 && slow.length > 0);

    expect(slow).toEqual([['GET /reports', 0.001]]);
    expect(linesOf(application).map(({ level, slow: isSlow }) => [level, isSlow])).toEqual([
      ['WARN', true],
      ['INFO', undefined],
      ['INFO', undefined],
      ['INFO', undefined],
    ]);
    expect(application.recorder.lines.filter(({ level, target }) => level === 'WARN' && target !== 'HTTP')).toEqual([
      expect.objectContaining({
        message: 'http.slowRoutes names GET /report, which is no route of this application: mend its verb or template.',
      }),
    ]);
  });
});
