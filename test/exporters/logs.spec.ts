import { Controller, Get, Logger } from '@nestjs/common';
import type { ObservabilityOptions } from 'nestjs-observability';
import {
  closeApplications,
  platforms,
  startApplication,
  type Platform,
  type RunningApplication,
} from '../support/application.js';
import { eventually } from '../support/child-process.js';
import { startOtlpReceiver, type OtlpReceiver } from '../support/otlp-receiver.js';
import { samplesOfFamily } from '../support/samples.js';

@Controller('carts')
class CartsController {
  private readonly logger = new Logger('Carts');

  @Get()
  find(): string {
    this.logger.warn('a cart is empty, password=hunter2');
    throw new TypeError('no cart');
  }
}

let receiver: OtlpReceiver | undefined;

afterEach(async () => {
  await closeApplications();
  await receiver?.stop();
  receiver = undefined;
});

describe.each(platforms)('on %s', (platform) => {
  it.each(['grpc', 'http/protobuf'] as const)(
    'sends the lines of a request over %s, as they are written',
    async (protocol) => {
      const application = await startShipping(platform, protocol);
      await application.request('/carts');
      await application.close();

      const lines = application.recorder.lines.filter((line) => line['request_id'] !== undefined);
      const sent = sentRecords().filter(({ attributes }) => attributes['request_id'] !== undefined);
      expect(lines.length).toBeGreaterThanOrEqual(2);
      expect(sent.map(({ body, severityText, traceId, spanId }) => [body, severityText, traceId, spanId])).toEqual(
        lines.map(({ message, level, trace_id, span_id }) => [message, level, trace_id, span_id]),
      );
      expect(sent[0]).toMatchObject({ body: 'a cart is empty, password=[REDACTED]', severityNumber: 13 });
      expect(sent.find(({ severityText }) => severityText === 'ERROR')!.attributes).toMatchObject({
        'exception.type': 'TypeError',
        'exception.message': 'no cart',
        'error.fingerprint': expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      });
      expect(receiver!.requests[0]!.resource).toMatchObject({ 'service.name': 'carts' });
    },
  );
});

it('drops and counts lines above its bound, and still writes them', async () => {
  const application = await startShipping('express', 'http/protobuf', { maxQueueSize: 10, maxBatchSize: 5 });
  receiver!.mode = 'hang';
  await Promise.all(Array.from({ length: 20 }, () => application.request('/carts')));
  const samples = await eventually(async () => {
    const now = await samplesOfFamily(application, /dropped_total|queue_size/);
    return now[QUEUE] === 10 && now[DROPPED] !== undefined ? now : undefined;
  });

  const written = application.recorder.lines.filter(({ message }) => String(message).startsWith('a cart is empty'));
  expect(samples[DROPPED]).toBeGreaterThanOrEqual(20);
  expect(written).toHaveLength(20);
});

it('goes on when the receiver was busy, and loses nothing', async () => {
  const application = await startShipping('express', 'grpc');
  receiver!.mode = 'busy';
  await application.request('/carts');
  await eventually(async () => (receiver!.arrived > 1 ? true : undefined));
  receiver!.mode = 'ok';
  const bodies = await eventually(async () => {
    const all = sentRecords().map(({ body }) => body);
    return all.includes('a cart is empty, password=[REDACTED]') ? all : undefined;
  });

  expect(new Set(bodies).size).toBe(bodies.length);
});

it('sends nothing unless it is asked to', async () => {
  const application = await startShipping('express', 'grpc', { exporter: 'none' });
  await application.request('/carts');
  await application.close();

  expect(receiver!.arrived).toBe(0);
});

const QUEUE = 'observability_exporter_queue_size{signal="logs"}';
const DROPPED = 'observability_dropped_total{signal="logs",reason="queue_full"}';

async function startShipping(
  platform: Platform,
  protocol: 'grpc' | 'http/protobuf',
  logs: NonNullable<ObservabilityOptions['logs']> = {},
): Promise<RunningApplication> {
  receiver = await startOtlpReceiver('logs', protocol);
  const { endpoint } = receiver;
  return startApplication({
    platform,
    controllers: [CartsController],
    observability: {
      service: { name: 'carts' },
      logs: { exporter: 'otlp', endpoint, protocol, scheduleDelayMs: 20, ...logs },
      shutdown: { flushTimeoutMs: 1000 },
    },
  });
}

interface SentRecord {
  readonly body: string;
  readonly severityText: string;
  readonly severityNumber: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

function sentRecords(): SentRecord[] {
  return receiver!.requests.flatMap(({ records }) => records) as unknown as SentRecord[];
}
