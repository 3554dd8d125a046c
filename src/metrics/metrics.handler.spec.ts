import { TraceFlags } from '@opentelemetry/api';
import {
  Diagnostics,
  LabelSet,
  OperationPipeline,
  type MetricDefinition,
  type Operation,
  type OperationConvention,
  type OperationKind,
} from '../kernel/index.js';
import { MetricRegistry } from './metric-registry.js';
import { MetricsHandler } from './metrics.handler.js';
import { MetricsService } from './metrics.service.js';
import { registryConfig } from '../../test/support/registry-config.js';

const define = (definition: Partial<MetricDefinition> & Pick<MetricDefinition, 'name' | 'type'>): MetricDefinition => ({
  unit: 'count',
  help: 'Help',
  labelNames: ['method', 'route', 'status'],
  family: 'test',
  ...definition,
});

const convention: OperationConvention = {
  kind: 'http.server',
  labelNames: ['method', 'route', 'status'],
  measures: [
    { definition: define({ name: 'requests_total', type: 'counter' }), value: 'count' },
    { definition: define({ name: 'request_seconds', type: 'histogram', buckets: [0.1, 1] }), value: 'duration' },
    { definition: define({ name: 'requests_active', type: 'gauge', labelNames: ['method'] }), value: 'active' },
    { definition: define({ name: 'by_method_total', type: 'counter', labelNames: ['method'] }), value: 'count' },
    {
      definition: define({ name: 'size_bytes', type: 'histogram', buckets: [10] }),
      value: (operation) => operation.attributes?.['size'] as number | undefined,
    },
  ],
};

class Time {
  nowMs = 0;
  now = () => this.nowMs;
  toEpochMs = (reading: number) => reading;
}

function setUp(limits: { maxSeries?: number; maxLabelValues?: number } = {}, conventions = [convention]) {
  const diagnostics = new Diagnostics(() => undefined);
  const registry = new MetricRegistry(
    registryConfig({ durationBuckets: [1], collectTimeoutMs: 10, ...limits }),
    diagnostics,
  );
  const clock = new Time();
  const pipeline = new OperationPipeline({ handlers: [measuring(registry, conventions)], clock, diagnostics });
  return { registry, diagnostics, clock, pipeline, metrics: new MetricsService(registry) };
}

function measuring(registry: MetricRegistry, conventions: readonly OperationConvention[]): MetricsHandler {
  const handler = new MetricsHandler(registry);
  for (const each of conventions) handler.measure(each);
  return handler;
}

const start = (pipeline: OperationPipeline, labels: string[], kind: OperationKind = 'http.server') =>
  pipeline.start({ kind, name: 'GET /a', labels });

describe('MetricsHandler', () => {
  it('keeps to the first convention of a kind, and warns once of another with other labels', () => {
    const warnings: string[] = [];
    const diagnostics = new Diagnostics((message) => warnings.push(message));
    const handler = measuring(new MetricRegistry(registryConfig({}), diagnostics), [convention, convention]);
    expect(warnings).toEqual([]);

    for (const labelNames of [['street'], []]) handler.measure({ ...convention, labelNames, measures: [] });

    expect(warnings).toEqual([
      'http.server has a convention already, so another one with street was left out. Give such operations the labels of the first.',
    ]);
  });

  it('records every measure of the convention when an operation ends', () => {
    const { pipeline, clock, metrics } = setUp();

    const operation = start(pipeline, ['GET']);
    expect(metrics.read('requests_active', { method: 'GET' })).toBe(1);
    operation.labels.push('/a', '200');
    operation.annotate({ size: 5 });
    clock.nowMs = 500;
    pipeline.end(operation, { outcome: 'ok' });
    pipeline.end(operation, { outcome: 'ok' });

    const labels = { method: 'GET', route: '/a', status: '200' };
    expect(metrics.read('requests_active')).toBe(0);
    expect(metrics.read('requests_total', labels)).toBe(1);
    expect(metrics.read('by_method_total', { method: 'GET' })).toBe(1);
    expect(metrics.read('request_seconds', labels)).toEqual({
      count: 1,
      sum: 0.5,
      buckets: [
        { le: 0.1, count: 0 },
        { le: 1, count: 1 },
        { le: Infinity, count: 1 },
      ],
    });
    expect(metrics.read('size_bytes', labels)).toMatchObject({ count: 1, sum: 5 });
  });

  it('counts operations that share their labels with one another, and with those that only have equal ones', () => {
    const { pipeline, metrics } = setUp();
    const other = setUp();
    const shared = new LabelSet('GET', '/a', '200');
    const end = (through: OperationPipeline, change: (operation: Operation) => void): void => {
      const operation = start(through, ['GET']);
      change(operation);
      through.end(operation, { outcome: 'ok' });
    };

    for (let time = 0; time < 3; time++) end(pipeline, (operation) => operation.useLabels(shared));
    end(other.pipeline, (operation) => operation.useLabels(shared));
    end(pipeline, (operation) => operation.useLabels(shared));
    end(pipeline, (operation) => (operation.labels = ['GET', '/a', '200']));
    end(pipeline, (operation) => {
      operation.useLabels(shared);
      operation.labels = ['GET', '/b', '200'];
    });

    const count = (route: string) => metrics.read('requests_total', { method: 'GET', route, status: '200' });
    expect([count('/a'), count('/b')]).toEqual([5, 1]);
    expect(other.metrics.read('requests_total', { method: 'GET', route: '/a', status: '200' })).toBe(1);
  });

  it('finds the gauge of operations that begin with shared labels', () => {
    const { pipeline, metrics } = setUp();
    const labelSet = new LabelSet('GET');
    const begin = (): Operation => pipeline.start({ kind: 'http.server', name: 'GET', labelSet });

    const operations = [begin(), begin()];
    const most = metrics.read('requests_active', { method: 'GET' });
    for (const operation of operations) pipeline.discard(operation);

    expect([most, metrics.read('requests_active', { method: 'GET' })]).toEqual([2, 0]);
  });

  it('makes no series for a measure that has nothing to record', () => {
    const { pipeline, metrics } = setUp();

    pipeline.end(start(pipeline, ['GET', '/a', '200']), { outcome: 'ok' });

    expect(metrics.read('size_bytes')).toBeUndefined();
  });

  it('lowers the gauge it raised, whatever the labels are by then', () => {
    const { pipeline, metrics } = setUp();
    const operation = start(pipeline, ['GET']);

    operation.labels = ['POST', '/a', '200'];
    pipeline.end(operation, { outcome: 'ok' });

    expect(metrics.read('requests_active', { method: 'GET' })).toBe(0);
    expect(metrics.read('requests_active', { method: 'POST' })).toBeUndefined();
  });

  it('does not lower the gauge for an operation that began before it was there', () => {
    const { pipeline, registry, metrics } = setUp();
    const handlers = [measuring(registry, [convention])];
    pipeline.use([]);
    const operation = start(pipeline, ['GET', '/a', '200']);

    pipeline.use(handlers);
    pipeline.end(operation, { outcome: 'ok' });

    expect(metrics.read('requests_active')).toBeUndefined();
    expect(metrics.read('requests_total')).toBe(1);
  });

  it('lowers the gauge again, and records nothing, for an operation that is taken back', () => {
    const { pipeline, metrics } = setUp();
    const operation = start(pipeline, ['GET']);

    pipeline.discard(operation);

    expect(metrics.read('requests_active', { method: 'GET' })).toBe(0);
    expect(metrics.read('requests_total')).toBeUndefined();
  });

  it('leaves operations alone of a kind that has no convention', () => {
    const { pipeline, registry, metrics } = setUp();
    const handler = measuring(registry, [convention]);
    const operation = start(pipeline, ['GET'], 'method');

    for (const phase of ['start', 'end', 'discard'] as const) expect(() => handler[phase](operation)).not.toThrow();

    expect(metrics.read('requests_active')).toBeUndefined();
  });

  it('raises and lowers gauges of different labels together', () => {
    const byRoute = define({ name: 'routes_active', type: 'gauge', labelNames: ['method', 'route'] });
    const measures = [...convention.measures, { definition: byRoute, value: 'active' as const }];
    const { pipeline, metrics } = setUp({}, [{ ...convention, measures }]);
    const active = () => ['requests_active', 'routes_active'].map((name) => metrics.read(name));

    const operation = start(pipeline, ['GET', '/a']);
    const during = active();
    pipeline.end(operation, { outcome: 'ok' });

    expect([during, active()]).toEqual([
      [1, 1],
      [0, 0],
    ]);
    expect(metrics.read('routes_active', { method: 'GET', route: '/a' })).toBe(0);
  });

  it('raises a gauge again whose series was removed for being idle, and others on', () => {
    const { registry, pipeline, metrics } = setUp({}, []);
    const gauges = ['idle', 'kept'].map((name) =>
      define({ name, type: 'gauge', labelNames: ['method'], isPerEntity: name === 'idle' }),
    );
    const withIdle = new MetricRegistry({ ...registry.config, idleSeriesMs: 1000 }, registry.diagnostics);
    const measures = gauges.map((definition) => ({ definition, value: 'active' as const }));
    pipeline.use([measuring(withIdle, [{ ...convention, measures }])]);
    const service = new MetricsService(withIdle);
    pipeline.end(start(pipeline, ['GET']), { outcome: 'ok' });
    const idle = withIdle.find('idle')!;
    for (const nowMs of [0, 1000]) for (const cell of idle.cells()) idle.removeIfIdle(cell, nowMs);
    const removed = service.read('idle');

    const operation = start(pipeline, ['GET']);

    expect(removed).toBeUndefined();
    expect(['idle', 'kept'].map((name) => service.read(name, { method: 'GET' }))).toEqual([1, 1]);
    pipeline.end(operation, { outcome: 'ok' });
    expect(['idle', 'kept'].map((name) => service.read(name))).toEqual([0, 0]);
    expect(metrics.read('idle')).toBeUndefined();
  });

  it('writes an exemplar when the span is recording, and none otherwise', () => {
    const { pipeline, registry } = setUp();
    const spanContext = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: TraceFlags.SAMPLED };
    for (const isRecording of [true, false]) {
      const operation = start(pipeline, ['GET', isRecording ? '/sampled' : '/plain', '200']);
      operation.span = { isRecording: () => isRecording, spanContext: () => spanContext } as never;
      pipeline.end(operation, { outcome: 'ok' });
    }

    const cells = [...registry.define(convention.measures[1]!.definition).cells()];
    expect(cells.map((cell) => (cell as unknown as { exemplars: unknown }).exemplars)).toEqual([
      [{ traceId: spanContext.traceId, spanId: spanContext.spanId, value: 0, epochMs: expect.any(Number) }],
      undefined,
    ]);
  });

  it('folds a flood of routes and keeps totals exact', () => {
    const { pipeline, metrics } = setUp({ maxLabelValues: 10 });

    for (let id = 0; id < 1000; id++) pipeline.end(start(pipeline, ['GET', `/${id}`, '200']), { outcome: 'ok' });

    expect(metrics.read('requests_total')).toBe(1000);
    expect(metrics.read('requests_total', { route: '_OTHER' })).toBe(990);
    expect(metrics.read('request_seconds', { route: '_OTHER' })).toMatchObject({ count: 990 });
  });

  it('isolates a measure that throws from the others', () => {
    const broken: OperationConvention = {
      ...convention,
      measures: [
        {
          definition: define({ name: 'broken_total', type: 'counter' }),
          value: () => {
            throw new Error('broken');
          },
        },
        ...convention.measures,
      ],
    };
    const { pipeline, metrics, diagnostics } = setUp({}, [broken]);

    pipeline.end(start(pipeline, ['GET', '/a', '200']), { outcome: 'ok' });

    expect(metrics.read('requests_total')).toBe(1);
    expect([...diagnostics.failures.values()]).toEqual([
      { labels: { handler: 'metrics', phase: 'broken_total' }, value: 1 },
    ]);
  });

  it.each([
    ['prometheus', 'request_seconds', { method: 'GET', route: '/a', status: '200' }, 'standard_seconds'],
    ['otel', 'standard_seconds', { from: 'attributes' }, 'request_seconds'],
  ] as const)('measures under one name only: conventions %s', (conventions, shown, labels, hidden) => {
    const definition = define({ name: 'standard_seconds', type: 'histogram', labelNames: ['from'], buckets: [1] });
    const otel = { definition, labels: ({ attributes }: Operation) => [String(attributes?.['from'])] };
    const measures = convention.measures.map((measure) =>
      measure.value === 'duration' ? { ...measure, otel } : measure,
    );
    const { registry, metrics, pipeline } = setUp({}, []);
    const handler = new MetricsHandler(registry, conventions);
    handler.measure({ ...convention, measures });
    pipeline.use([handler]);

    const operation = start(pipeline, ['GET', '/a', '200']);
    operation.annotate({ from: 'attributes' });
    pipeline.end(operation, { outcome: 'ok' });

    expect(metrics.read(shown, labels)).toMatchObject({ count: 1 });
    expect(registry.find(hidden)).toBeUndefined();
    expect(metrics.read('requests_total', { method: 'GET', route: '/a', status: '200' })).toBe(1);
  });

  it('takes only kinds that have a convention', () => {
    const { pipeline } = setUp();

    expect(pipeline.isObserved('http.server')).toBe(true);
    expect(pipeline.isObserved('method')).toBe(false);
  });
});
