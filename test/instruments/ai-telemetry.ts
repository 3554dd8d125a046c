/** What the specs of the AI instrument ask an application. */
import type { RunningApplication } from '../support/application.js';

/** All series of the AI family but sums and buckets, by name and labels as they are scraped. */
export async function aiSamples(application: RunningApplication): Promise<Record<string, number>> {
  const lines = (await application.scrape()).match(/^ai_\w+\{.*$/gm) ?? [];
  const samples = lines.filter((line) => !/_(sum|bucket)\{/.test(line)).map((line) => line.split(/ (?=[^ ]+$)/));
  return Object.fromEntries(samples.map(([series, value]) => [series, Number(value)]));
}

/** How completions ended, in that order. */
export function aiOutcomes({ recorder }: RunningApplication): string[] {
  return recorder.operations.filter(({ kind }) => kind === 'ai.completion').map(({ outcome }) => outcome);
}

/** Everything the application tells about itself. */
export async function everythingTold(application: RunningApplication): Promise<string> {
  const { spans, lines } = application.recorder;
  const told = spans.map(({ name, attributes, events, status }) => [name, attributes, events, status]);
  return JSON.stringify([told, lines]) + (await application.scrape());
}

/** Reads it to its end. */
export async function all<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of iterable) items.push(item);
  return items;
}
