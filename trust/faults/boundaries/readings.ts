/** What is asked when somebody scrapes or probes: it may fail alone, and neither holds the page nor the probe. */
import { Injectable } from '@nestjs/common';
import { HealthContributor, HealthRegistry, MetricsService } from 'nestjs-observability';
import { getInstrument, PoolsInstrument } from 'nestjs-observability/instruments';
import { Gauge } from 'prom-client';
import type { Boundary, Callback, Installed } from '../boundary.js';
import { OF_A_VALUE } from '../boundary.js';
import type { Subject } from '../subject/subject.js';

/** Answers, whatever is wrong with one of those that it asks. */
const read = async (subject: Subject, path: string, isGood: (status: number) => boolean): Promise<unknown> => ({
  path,
  isGood: isGood((await subject.ask(path)).status),
});

const isScraped = (subject: Subject): Promise<unknown> => read(subject, '/metrics', (status) => status === 200);
const isProbed = (subject: Subject): Promise<unknown> =>
  read(subject, '/health/ready', (status) => status === 200 || status === 503);

function contributorWith(callback: Callback): Installed {
  @Injectable()
  class Contributor {
    @HealthContributor('contributor')
    check(): unknown {
      return callback();
    }
  }
  return { providers: [Contributor] };
}

export const readings: readonly Boundary[] = [
  {
    name: 'gauge reader',
    covers: [],
    healthy: () => 1,
    install: () => ({}),
    started: ({ app }, reader) => void app.get(MetricsService).gauge('faulty_reading').observe(reader),
    exercise: isScraped,
    counted: /^metrics\/collect$/,
    countedKinds: ['throws', 'rejects', 'hangs', 'slow'],
  },
  {
    name: 'collect of a metric of prom-client',
    covers: ['MetricProviderInjectable.collect'],
    healthy: () => undefined,
    install: () => ({}),
    started: (subject, collect) =>
      void new Gauge({ name: `faulty_collect_${subject.platform}`, help: 'Faulty', collect }),
    exercise: isScraped,
    counted: /^metrics\/collect$/,
    countedKinds: ['throws', 'rejects', 'hangs', 'slow'],
  },
  {
    name: 'pool read',
    covers: ['HomeMadePool.read'],
    healthy: () => ({ idle: 1, inUse: 1, max: 3 }),
    install: () => ({}),
    started: (_subject, callback) =>
      void getInstrument(PoolsInstrument).observe({ read: callback }, { name: 'faulty' }),
    exercise: isScraped,
    counted: /^pools\/read$/,
    countedKinds: OF_A_VALUE,
  },
  {
    name: 'health contributor',
    covers: [],
    healthy: () => true,
    install: contributorWith,
    exercise: isProbed,
    counted: /^$/,
    countedKinds: [],
  },
  {
    name: 'health check',
    covers: ['HealthCheck.check'],
    healthy: () => true,
    install: () => ({}),
    started: ({ app }, check) => void app.get(HealthRegistry).register({ name: 'faulty', cacheMs: 0, check }),
    exercise: isProbed,
    counted: /^$/,
    countedKinds: [],
  },
];
