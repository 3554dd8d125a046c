import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable, Module } from '@nestjs/common';
import { ObservabilityModule, type ObservabilityOptions, type ObservabilityOptionsFactory } from 'nestjs-observability';
import { TelemetryRecorder } from 'nestjs-observability/testing';
import { closeApplications, startApplication } from '../support/application.js';
import '../support/matchers.js';

const environment = { ...process.env };

afterEach(async () => {
  process.env = { ...environment };
  await closeApplications();
});

const startWith = (observability: object) => startApplication({ observability: observability as ObservabilityOptions });

describe('Bad configuration', () => {
  it('stops the start with one error that names every problem and its fix', async () => {
    const wrong = { metrics: { pth: '/m', port: 'many', durationBuckets: [0.1, 0.05] }, traces: { sampleRatio: 7 } };

    const error = await startWith(wrong).catch((failure: Error) => failure);

    expect((error as Error).message.split('\n')).toHaveLength(5);
    expect((error as Error).message).toMatch(/OBS_ERR_CONFIG/);
    for (const name of ['metrics.pth', 'metrics.port', 'metrics.durationBuckets', 'traces.sampleRatio']) {
      expect((error as Error).message).toContain(name);
    }
    expect((error as Error).message.match(/Fix: /g)).toHaveLength(4);
  });

  it('stops on an unreadable file', async () => {
    await expect(startWith({ configFile: '/nowhere/observability.yaml' })).rejects.toThrow(/OBS_ERR_CONFIG_FILE/);
  });

  it('warns about a bad standard variable and falls back', async () => {
    process.env['OTEL_BSP_MAX_QUEUE_SIZE'] = 'plenty';

    const application = await startWith({});

    expect(application.recorder.lines.map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringContaining('OTEL_BSP_MAX_QUEUE_SIZE')]),
    );
  });
});

describe('Configuration', () => {
  it('comes from code, then environment, then file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'observability-'));
    const file = join(folder, 'observability.yaml');
    writeFileSync(file, 'metrics:\n  path: /file\n  prefix: file_\nservice:\n  name: from-file\n');
    process.env['OBSERVABILITY_METRICS_PREFIX'] = 'env_';

    const application = await startWith({ configFile: file, metrics: { path: '/code' } });
    const text = await (await application.request('/code')).text();

    expect(text).toContain('env_http_requests_total');
    expect(text).toContain('name="from-file"');
  });

  it('is off when it says so: health stays, nothing else', async () => {
    process.env['OBSERVABILITY_ENABLED'] = 'false';

    const application = await startWith({});

    expect((await application.request('/health/live')).status).toBe(200);
    expect((await application.request('/metrics')).status).toBe(404);
    expect(application.recorder.operations).toEqual([]);
  });

  it('turns single signals off', async () => {
    const application = await startWith({
      metrics: { enabled: false },
      health: { enabled: false },
      logs: { enabled: false },
    });

    for (const path of ['/metrics', '/health', '/health/live'])
      expect((await application.request(path)).status).toBe(404);
    expect(application.recorder.lines).toEqual([]);
  });
});

@Injectable()
class OptionsSource implements ObservabilityOptionsFactory {
  readonly recorder = new TelemetryRecorder();

  async createObservabilityOptions() {
    const { plugins: _plugins, ...options } = this.recorder.observing({ metrics: { path: '/from-class' } });
    return options;
  }
}

@Module({ providers: [OptionsSource], exports: [OptionsSource] })
class SourceModule {}

describe('forRootAsync', () => {
  it.each([
    [
      'useFactory',
      {
        imports: [SourceModule],
        inject: [OptionsSource],
        useFactory: (source: OptionsSource) => source.createObservabilityOptions(),
      },
    ],
    ['useClass', { useClass: OptionsSource }],
    ['useExisting', { imports: [SourceModule], useExisting: OptionsSource }],
  ])('takes options from %s', async (_way, options) => {
    const application = await startApplication({ observability: ObservabilityModule.forRootAsync(options as never) });

    expect((await application.request('/from-class')).status).toBe(200);
  });

  it('says what is missing when it has no source of options', () => {
    expect(() => ObservabilityModule.forRootAsync({})).toThrow(/forRootAsync.*useFactory, useClass or useExisting/);
  });
});
