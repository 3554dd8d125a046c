import { context } from '@opentelemetry/api';
import {
  Diagnostics,
  ensureContextManager,
  enterOperation,
  OperationPipeline,
  TelemetryBus,
  type Measurement,
  type Operation,
} from '../kernel/index.js';
import { registryConfig } from '../../test/support/registry-config.js';
import { MeasurementEvents } from './measurement-events.js';
import { MetricRegistry } from './metric-registry.js';
import { MetricsService } from './metrics.service.js';

beforeAll(ensureContextManager);

function setUp() {
  const diagnostics = new Diagnostics(() => undefined);
  const bus = new TelemetryBus(diagnostics);
  const events = new MeasurementEvents(bus);
  const metrics = new MetricsService(new MetricRegistry(registryConfig({ prefix: 'shop_' }), diagnostics), events);
  const heard: Measurement[] = [];
  const listen = () => bus.on('metric', (event) => void heard.push(event));
  const told = () => {
    bus.flush();
    return heard.splice(0);
  };
  const pipeline = new OperationPipeline({ handlers: [], diagnostics });
  return { bus, events, metrics, diagnostics, pipeline, listen, told };
}

const valuesOf = (events: readonly Measurement[]) => events.map(({ value }) => value);

describe('Who listens to `metric`', () => {
  it('hears what handles record, under full names and with labels, and it is recorded', () => {
    const { metrics, listen, told } = setUp();
    listen();

    metrics.counter('cups_total', { labelNames: ['size', 'shop'] }).inc({ shop: 'x', size: 'small' }, 2);
    metrics
      .histogram('wait_seconds', { labelNames: ['queue'] })
      .labels({ queue: 'a' })
      .observe(0.5);
    metrics.summary('age_seconds').observe(7);

    expect(told()).toEqual([
      { name: 'shop_cups_total', type: 'counter', labels: { size: 'small', shop: 'x' }, value: 2 },
      { name: 'shop_wait_seconds', type: 'histogram', labels: { queue: 'a' }, value: 0.5 },
      { name: 'shop_age_seconds', type: 'summary', labels: {}, value: 7 },
    ]);
    expect(metrics.read('cups_total')).toBe(2);
    expect(metrics.read('wait_seconds')).toMatchObject({ count: 1, sum: 0.5 });
    expect(metrics.read('age_seconds')).toMatchObject({ count: 1, sum: 7 });
  });

  it('hears what a gauge shows, however it came to that', () => {
    const { metrics, listen, told } = setUp();
    const depth = metrics.gauge('depth');
    depth.set(5);
    listen();

    depth.inc(3);
    depth.dec();
    depth.dec(9);
    depth.set(4);

    expect(valuesOf(told())).toEqual([8, 7, -2, 4]);
    expect(metrics.read('depth')).toBe(4);
  });

  it('hears that a counter was raised by 0', () => {
    const { metrics, listen, told } = setUp();
    listen();

    metrics.counter('cups_total').inc(0);

    expect(valuesOf(told())).toEqual([0]);
  });

  it('hears nothing of values that no metric takes, which are counted', () => {
    const { metrics, diagnostics, listen, told } = setUp();
    listen();

    metrics.counter('cups_total').inc(-1);
    metrics.counter('cups_total').inc(Number.NaN);
    metrics.gauge('depth').set(Number.NaN);
    metrics.histogram('wait_seconds').observe(Number.NaN);
    metrics.summary('age_seconds').observe(Infinity);

    expect(told()).toEqual([]);
    expect([...diagnostics.failures.values()]).toEqual([{ labels: { handler: 'metrics', phase: 'record' }, value: 5 }]);
  });

  it('hears in which request it was recorded, and nothing of ids that are not known', () => {
    const { metrics, pipeline, listen, told } = setUp();
    listen();
    const count = (operation: Operation): void => {
      context.with(enterOperation(operation.context, operation), () => metrics.counter('cups_total').inc());
      pipeline.end(operation, { outcome: 'ok' });
    };
    const request = pipeline.start({ kind: 'http.server', name: 'GET /cups', labels: [] });
    request.scope.requestId = 'r-1';
    request.scope.correlationId = 'c-1';

    count(request);
    count(pipeline.start({ kind: 'http.server', name: 'GET /cups', labels: [] }));

    const measurement = { name: 'shop_cups_total', type: 'counter', labels: {}, value: 1 };
    expect(told()).toStrictEqual([{ ...measurement, requestId: 'r-1', correlationId: 'c-1' }, measurement]);
  });

  it('costs nothing before the first one listens, nor after the last one left', () => {
    const { bus, events, metrics, listen, told } = setUp();
    const cups = metrics.counter('cups_total');
    const heardOf: boolean[] = [events.isHeard];

    cups.inc();
    bus.on('operation.end', () => undefined);
    heardOf.push(events.isHeard);
    const [leave, leaveToo] = [listen(), listen()];
    heardOf.push(events.isHeard);
    leave();
    cups.inc(2);
    expect(valuesOf(told())).toEqual([2]);
    heardOf.push(events.isHeard);
    leaveToo();
    cups.inc(3);
    heardOf.push(events.isHeard);

    expect(heardOf).toEqual([false, false, true, true, false]);
    expect(told()).toEqual([]);
    expect(metrics.read('cups_total')).toBe(6);
  });
});
