/** Metrics in the console: what the page shows is what two scrapes would have told. */
import { Controller, Get, InternalServerErrorException, Param } from '@nestjs/common';
import { getMetrics } from 'nestjs-observability';
import { samplesOf } from 'nestjs-observability/testing';
import type { MetricAnswer, MetricLine, MetricsAnswer } from '../../src/console/shapes/index.js';
import { closeApplications, platforms, type Platform } from '../support/application.js';
import { openDesk } from './open-desk.js';

@Controller('orders')
class OrdersController {
  @Get(':id')
  find(@Param('id') id: string): { id: string } {
    if (id === '500') throw new InternalServerErrorException();
    return { id };
  }
}

@Controller('carts')
class CartsController {
  @Get()
  all(): readonly string[] {
    return [];
  }
}

afterEach(closeApplications);

const startDesk = (platform: Platform) => openDesk({ platform, controllers: [OrdersController, CartsController] });

const lineOf = ({ lines }: MetricAnswer, kind: MetricLine['kind']): MetricLine =>
  lines.find((line) => line.kind === kind)!;
const lastOf = (answer: MetricAnswer, kind: MetricLine['kind']): number | null =>
  lineOf(answer, kind).values.at(-1) ?? null;

describe.each(platforms)('Metrics of the console on %s', (platform) => {
  it('shows the rate of a counter as two scrapes have it', async () => {
    const desk = await startDesk(platform);
    await desk.visit(['/orders/1', '/carts']);
    await desk.console.read('metrics');
    const before = await desk.scrape();
    for (let round = 0; round < 6; round++) {
      await desk.visit(['/orders/1', '/orders/2', '/orders/500', '/carts'].slice(0, 2 + (round % 3)));
      desk.clock.advance(10_000);
      await desk.console.read('metrics');
    }
    const after = await desk.scrape();

    const answer = await desk.console.read<MetricAnswer>('metric', {
      name: 'http_requests_total',
      'label.route': '/orders/:id',
    });

    const count = (text: string): number =>
      samplesOf(text, 'http_requests_total', { route: '/orders/:id' }).reduce((sum, { value }) => sum + value, 0);
    const expected = (count(after) - count(before)) / 60;
    expect(expected).toBeGreaterThan(0.2);
    expect(lastOf(answer, 'rate')! / expected).toBeCloseTo(1, 2);
    expect(answer.promql).toEqual(['sum(rate(http_requests_total{route="/orders/:id"}[1m]))']);
  });

  it('shows the 95th percentile of a histogram as two scrapes have it', async () => {
    const desk = await startDesk(platform);
    const wait = getMetrics().histogram('wait_seconds', { labelNames: ['kind'], buckets: [0.1, 0.5, 1, 5] });
    for (let index = 0; index < 50; index++) wait.observe({ kind: 'old' }, 4);
    await desk.console.read('metrics');
    const before = await desk.scrape();
    for (let round = 0; round < 6; round++) {
      for (let index = 0; index < 40; index++)
        wait.observe({ kind: index % 2 === 0 ? 'a' : 'b' }, ((index * 7 + round) % 40) / 30);
      desk.clock.advance(10_000);
      await desk.console.read('metrics');
    }
    const after = await desk.scrape();

    const answer = await desk.console.read<MetricAnswer>('metric', { name: 'wait_seconds' });

    const bounds = ['0.1', '0.5', '1', '5', '+Inf'];
    const increase = bounds.map((le) => countOf(after, le) - countOf(before, le));
    const rank = 0.95 * increase.at(-1)!;
    const bucket = increase.findIndex((count) => count >= rank);
    const [start, below] = [Number(bounds[bucket - 1]), increase[bucket - 1]!];
    const expected = start + (Number(bounds[bucket]) - start) * ((rank - below) / (increase[bucket]! - below));
    expect(increase.at(-1)).toBe(240);
    expect(lastOf(answer, 'p95')! / expected).toBeCloseTo(1, 2);
    expect(answer.promql[2]).toBe('histogram_quantile(0.95, sum by (le) (rate(wait_seconds_bucket[1m])))');
  });

  it('adds series up by the labels that are asked for, the largest first', async () => {
    const desk = await startDesk(platform);
    await desk.console.read('metrics');
    await desk.visit(['/carts', '/orders/1', '/orders/2', '/orders/500']);
    desk.clock.advance(10_000);

    const answer = await desk.console.read<MetricAnswer>('metric', {
      name: 'http_requests_total',
      by: 'route,status',
    });

    expect(answer.lines.map(({ labels, values }) => [labels, values.at(-1)])).toEqual([
      [{ route: '/orders/:id', status: '200' }, 0.2],
      [{ route: '/carts', status: '200' }, 0.1],
      [{ route: '/orders/:id', status: '500' }, 0.1],
    ]);
    expect(answer.labelValues).toEqual({
      method: ['GET'],
      route: ['/carts', '/orders/:id'],
      status: ['200', '500'],
    });
    expect(answer.metric).toMatchObject({ type: 'counter', seriesCount: 3, isNearLimit: false });
    expect(answer.promql).toEqual(['sum by (route, status) (rate(http_requests_total[1m]))']);
  });

  it('shows each bucket over time, and exemplars that lead to their traces', async () => {
    const desk = await startDesk(platform);
    await desk.console.read('metrics');
    await desk.visit(['/orders/1']);
    desk.clock.advance(5_000);
    await desk.console.read('metrics');
    desk.clock.advance(5_000);

    const answer = await desk.console.read<MetricAnswer>('metric', { name: 'http_request_duration_seconds' });

    const counts = answer.heatMap!.counts.map((row) => row.reduce((sum, count) => sum + count, 0));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(answer.heatMap!.bounds.at(-1)).toBeNull();
    expect(answer.timesMs).toHaveLength(counts.length);
    const span = desk.recorder.spans.find(({ name }) => name === 'GET /orders/:id');
    expect(answer.exemplars).toEqual([
      {
        timeMs: expect.any(Number) as number,
        value: expect.any(Number) as number,
        traceId: span!.spanContext().traceId,
        labels: { method: 'GET', route: '/orders/:id', status: '200' },
      },
    ]);
  });

  it('shows a gap where the process slept', async () => {
    const desk = await startDesk(platform);
    await desk.console.read('metrics');
    desk.clock.advance(3_600_000);
    await desk.console.read('metrics');

    const { timesMs, lines } = await desk.console.read<MetricAnswer>('metric', { name: 'nodejs_active_handles_total' });

    const last = timesMs.length - 1;
    const hour = timesMs.indexOf(timesMs[0]! + 3_600_000);
    expect(timesMs[hour - 1]! - timesMs[hour - 2]!).toBe(5_000);
    expect(lines[0]!.values[hour - 1]).toBeNull();
    expect(lines[0]!.values[last]).toBeGreaterThan(0);
  });

  it('lists metrics with what they are; those near their limit are marked', async () => {
    const desk = await openDesk({ platform, observability: { metrics: { maxSeries: 10 } } });
    const jobs = getMetrics().gauge('jobs', { labelNames: ['queue'], help: 'Jobs that wait' });
    for (let index = 0; index < 8; index++) jobs.set({ queue: `queue-${index}` }, index);

    const { metrics, maxSeries, keptSeries, omittedSeries } = await desk.console.read<MetricsAnswer>('metrics');

    expect(maxSeries).toBe(10);
    expect(keptSeries).toBeGreaterThan(50);
    expect(omittedSeries).toBe(0);
    expect(metrics.find(({ name }) => name === 'jobs')).toEqual({
      name: 'jobs',
      type: 'gauge',
      unit: 'count',
      help: 'Jobs that wait',
      family: expect.any(String) as string,
      labelNames: ['queue'],
      seriesCount: 8,
      isNearLimit: true,
    });
    expect(metrics.find(({ name }) => name === 'process_resident_memory_bytes')).toMatchObject({
      type: 'gauge',
      unit: 'bytes',
      family: 'runtime',
      isNearLimit: false,
    });
  });

  it('says what is wrong with a question', async () => {
    const desk = await startDesk(platform);

    const unknown = await desk.console.ask('metric', { name: 'no_such_metric' });
    const nonsense = await desk.console.ask('metric', { name: 'http_requests_total', fromMs: 'yesterday' });

    expect([unknown.status, nonsense.status]).toEqual([404, 400]);
    expect(await unknown.json()).toMatchObject({ error: { fact: 'There is no such metric', got: '"no_such_metric"' } });
  });
});

function countOf(text: string, le: string): number {
  return samplesOf(text, 'wait_seconds_bucket', { le }).reduce((sum, { value }) => sum + value, 0);
}
