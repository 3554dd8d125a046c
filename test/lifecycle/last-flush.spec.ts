/** The last flush: everything that ended belongs to it, and it takes its time once. */
import { Controller, Get } from '@nestjs/common';
import { get, type Server } from 'node:http';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import { startOtlpReceiver, type OtlpReceiver, type OtlpSignal } from '../support/otlp-receiver.js';

const FLUSH_TIMEOUT_MS = 2_500;

const arrived: (() => void)[] = [];

@Controller()
class PatientController {
  @Get('quick')
  quick(): string {
    return 'done';
  }

  @Get('endless')
  endless(): Promise<never> {
    arrived.shift()?.();
    return new Promise(() => undefined);
  }
}

const receivers: OtlpReceiver[] = [];

async function receiverOf(signal: OtlpSignal, mode: OtlpReceiver['mode'] = 'ok'): Promise<OtlpReceiver> {
  const receiver = await startOtlpReceiver(signal, 'http/protobuf');
  receiver.mode = mode;
  receivers.push(receiver);
  return receiver;
}

afterEach(async () => {
  await closeApplications();
  await Promise.all(receivers.splice(0).map((receiver) => receiver.stop()));
});

describe.each(platforms)('app.close() on %s', (platform) => {
  it('waits for receivers that hang as long as for one of them', async () => {
    const [metrics, logs] = [await receiverOf('metrics', 'hang'), await receiverOf('logs', 'hang')];
    const protocol = 'http/protobuf';
    const application = await startApplication({
      platform,
      controllers: [PatientController],
      observability: {
        shutdown: { flushTimeoutMs: FLUSH_TIMEOUT_MS },
        traces: { endpoint: logs.endpoint, protocol, sampleRatio: 1 },
        metrics: { exporter: 'otlp', endpoint: metrics.endpoint, protocol },
        logs: { exporter: 'otlp', endpoint: logs.endpoint, protocol },
      },
    });
    await application.request('/quick');
    const startedAtMs = performance.now();

    await application.close();

    const tookMs = performance.now() - startedAtMs;
    expect(tookMs).toBeGreaterThan(FLUSH_TIMEOUT_MS * 0.9);
    expect(tookMs).toBeLessThan(FLUSH_TIMEOUT_MS * 2);
  });

  it('tells of requests that it has cut off', async () => {
    const [metrics, logs] = [await receiverOf('metrics'), await receiverOf('logs')];
    const protocol = 'http/protobuf';
    const application = await startApplication({
      platform,
      controllers: [PatientController],
      observability: {
        metrics: { exporter: 'otlp', endpoint: metrics.endpoint, protocol },
        logs: { exporter: 'otlp', endpoint: logs.endpoint, protocol },
      },
    });
    const isThere = new Promise<void>((resolve) => arrived.push(resolve));
    get(`${application.url}/endless`).on('error', () => undefined);
    await isThere;

    const isClosed = application.close();
    (application.app.getHttpServer() as Server).closeAllConnections();
    await isClosed;

    const lines = logs.requests.flatMap(({ records }) => records);
    const counters = metrics.requests.at(-1)!.records.filter(({ name }) => name === 'http_requests_total');
    expect(JSON.stringify(lines)).toContain('GET /endless 499');
    expect(JSON.stringify(counters)).toContain('/endless');
  });
});
