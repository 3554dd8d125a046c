import workerThreads from 'node:worker_threads';
import { CountingProcess, linesOf, until } from '../../../../test/support/counting-process.js';
import { Aggregation } from '../aggregation.js';
import { threadMetrics } from './thread-metrics.js';

let aggregation: Aggregation | undefined;
const channels: workerThreads.BroadcastChannel[] = [];
const { BroadcastChannel } = workerThreads;

// A thread's metrics end with the thread: nothing of them may speak to other tests of this process.
afterEach(async () => {
  await aggregation?.close();
  for (const channel of channels.splice(0)) channel.close();
});

function inThread<T>(threadId: number, work: () => T): T {
  jest.replaceProperty(workerThreads, 'isMainThread', false as never);
  jest.replaceProperty(workerThreads, 'threadId', threadId);
  jest.spyOn(workerThreads, 'BroadcastChannel').mockImplementation((name) => {
    const channel = new BroadcastChannel(name);
    channels.push(channel);
    return channel;
  });
  try {
    return work();
  } finally {
    jest.restoreAllMocks();
  }
}

describe('threadMetrics', () => {
  it('is nothing in the main thread, and where that has no application', () => {
    expect(threadMetrics()).toBeUndefined();
    expect(inThread(7, () => threadMetrics())).toBeUndefined();
  });

  it('counts for the application of the main thread', async () => {
    const main = new CountingProcess({ prefix: 'shop_' });
    aggregation = new Aggregation({ ...main, config: { aggregate: 'auto', handOverIntervalMs: 3_600_000 } });
    aggregation.start();
    await main.exposition.text();
    const metrics = inThread(7, () => threadMetrics());

    metrics!.counter('sales_total').inc(3);
    await until(() => aggregation!.gathering.members.size === 1);

    expect(await linesOf(main.exposition.write('text'), 'shop_sales_total')).toEqual(['shop_sales_total 3']);
    expect(inThread(7, () => threadMetrics())).toBe(metrics);
    expect(threadMetrics()).toBeUndefined();
  });
});
