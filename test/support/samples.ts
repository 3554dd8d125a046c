/** A page of samples as a value that a test can compare whole. */
import type { RunningApplication } from './application.js';

/**
 * Every sample whose name begins with one of these, by its series as the page writes it. Of histograms the counts: how long
 * something took is compared where it is known.
 */
export async function samplesOf(
  application: RunningApplication,
  ...prefixes: readonly string[]
): Promise<Record<string, number>> {
  const page = await application.scrape();
  const series = page
    .split('\n')
    .filter((line) => prefixes.some((prefix) => line.startsWith(prefix)) && !/_(?:bucket|sum)[{ ]/.test(line))
    .map((line): [string, number] => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    });
  return Object.fromEntries(series);
}
