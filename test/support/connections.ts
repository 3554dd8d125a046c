/** The samples of the connections family, read without the connection that a scrape would be. */
import { MetricsService } from 'nestjs-observability';
import type { RunningApplication } from './application.js';
import { seriesOf, type Samples } from './samples.js';

const FAMILY = /^connections?_/;

/** `connection_duration_seconds{status="ok"}` → how many; of histograms the counts. */
export function connectionsOf({ app }: RunningApplication): Samples {
  const metrics = app.get(MetricsService).snapshot();
  const found = metrics.filter(({ name }) => FAMILY.test(name));
  return Object.fromEntries(
    found.flatMap(({ name, series }) =>
      series.map(({ labels, value }) => [seriesOf(name, labels), typeof value === 'number' ? value : value.count]),
    ),
  );
}

function isEqual(one: Samples, other: Samples): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

/** Waits until the family is exactly this; fails with what it was last. */
export async function expectConnections(
  application: RunningApplication,
  expected: Samples,
  timeoutMs = 3000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!isEqual(connectionsOf(application), expected) && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 5));
  expect(connectionsOf(application)).toEqual(expected);
}
