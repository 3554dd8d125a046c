import { channel } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import { Diagnostics } from '../../kernel/index.js';
import { registryConfig } from '../../../test/support/registry-config.js';
import { MetricRegistry } from '../metric-registry.js';
import { MetricsService } from '../metrics.service.js';
import { watchWorkers } from './worker-threads.js';

/** As Node tells of a worker that was started. */
function startWorker(): EventEmitter {
  const worker = new EventEmitter();
  channel('worker_threads').publish({ worker });
  return worker;
}

describe('Worker threads', () => {
  it('are counted from their start to their end, also where nobody watches any more', () => {
    const registry = new MetricRegistry(registryConfig(), new Diagnostics());
    const metrics = new MetricsService(registry);
    const active = () => metrics.read('nodejs_worker_threads_active');

    const stop = watchWorkers(registry);
    const counts = [active()];
    const [first, second] = [startWorker(), startWorker()];
    counts.push(active());
    first.emit('exit');
    first.emit('exit');
    counts.push(active());
    stop();
    startWorker();
    counts.push(active());
    second.emit('exit');
    counts.push(active());

    expect(counts).toEqual([0, 2, 1, 1, 0]);
  });
});
