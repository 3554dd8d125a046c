/** All samples of some families at once, so that a test sees those that should not be there too. */
import { readExposition } from 'nestjs-observability/testing';
import type { RunningApplication } from './application.js';

export type Scraped = Pick<RunningApplication, 'scrape'>;
export type Samples = Readonly<Record<string, number>>;

/** `cache_requests_total{cache="prices",result="hit"}` → 2, for every sample whose name matches; buckets are left out. */
export async function samplesOfFamily(application: Scraped, family: RegExp): Promise<Samples> {
  const samples = readExposition(await application.scrape());
  const wanted = samples.filter(({ name }) => family.test(name) && !name.endsWith('_bucket'));
  return Object.fromEntries(wanted.map(({ name, labels, value }) => [seriesOf(name, labels), value]));
}

/** Without sums: where a real clock tells how long something took, a test knows only how often it was. */
export async function countsOfFamily(application: Scraped, family: RegExp): Promise<Samples> {
  const samples = await samplesOfFamily(application, family);
  return Object.fromEntries(Object.entries(samples).filter(([series]) => !/_sum(?:\{|$)/.test(series)));
}

/** As the page writes it. */
export function seriesOf(name: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length === 0 ? name : `${name}{${pairs.join()}}`;
}
