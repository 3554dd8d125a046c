/** An application whose clock is wrong: it answers as before, counts what it serves, and measures durations that can be. */
import type { Trial } from '../../harness/trial.js';
import { routes } from '../routes.js';
import { shopRequests } from '../subject/shop.js';
import { platforms, Subject } from '../subject/subject.js';
import type { UnhandledErrors } from '../subject/unhandled.js';
import { clockFaults } from './clock-faults.js';
import { MetricsService } from 'nestjs-observability';

const ATTACK_CLASS = 'faults.clocks';

const OPTIONS = {
  environment: 'development',
  slos: [{ name: 'all', objective: 0.99 }],
  logs: { destination: { write: () => true } },
  shutdown: { flushTimeoutMs: 200 },
};

export async function tryClocks(trial: Trial, unhandled: UnhandledErrors): Promise<void> {
  for (const platform of platforms) {
    const subject = await Subject.start({ platform, boundaries: [routes], observability: OPTIONS });
    const healthy = JSON.stringify(await subject.askAll());
    for (const { name, begin } of clockFaults) {
      const undo = begin();
      const suffered = await sufferedBy(subject, healthy).finally(undo);
      const all = [...suffered, ...new Set(unhandled.take())];
      trial.expect(ATTACK_CLASS, all.length === 0, `${name} on ${platform}: ${all.join('; ')}`, `--seed ${trial.seed}`);
    }
    await subject.close();
  }
}

async function sufferedBy(subject: Subject, healthy: string): Promise<readonly string[]> {
  const before = served(subject);
  const actual = JSON.stringify(await subject.askAll());
  const pages = await Promise.all(['/metrics', '/health/ready', '/observed/lamp'].map((path) => subject.ask(path)));
  const after = served(subject);
  return [
    ...(actual === healthy ? [] : [`answered otherwise: ${actual}`]),
    ...pages
      .filter(({ status }) => status !== 200)
      .map(({ request, status, body }) => `${request} got ${status} ${body}`),
    ...(after.count - before.count >= shopRequests.length ? [] : [`counted ${after.count - before.count} requests`]),
    ...(after.sum >= before.sum && after.sum - before.sum < MAX_SECONDS
      ? []
      : [`measured ${after.sum - before.sum} s`]),
  ];
}

/** What so many requests can take together, in seconds: an hour by which the time of day has jumped is none of it. */
const MAX_SECONDS = 600;

function served({ app }: Subject): { readonly count: number; readonly sum: number } {
  const found = app
    .get(MetricsService)
    .snapshot()
    .find(({ name }) => name === 'http_request_duration_seconds');
  const readings = (found?.series ?? []).map(({ value }) => value).filter((value) => typeof value === 'object');
  return { count: total(readings.map(({ count }) => count)), sum: total(readings.map(({ sum }) => sum)) };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
