/** All samples of some families at once, so that a test sees those that should not be there too. */
import { readExposition } from 'nestjs-observability/testing';
import type { RunningApplication } from './application.js';

/** `cache_requests_total{cache=prices,result=hit}` → 2, for every sample whose name matches; buckets are left out. */
export async function samplesOfFamily(
  application: RunningApplication,
  family: RegExp,
): Promise<Readonly<Record<string, number>>> {
  const samples = readExposition(await application.scrape());
  const wanted = samples.filter(({ name }) => family.test(name) && !name.endsWith('_bucket'));
  return Object.fromEntries(wanted.map(({ name, labels, value }) => [`${name}${shown(labels)}`, value]));
}

function shown(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
