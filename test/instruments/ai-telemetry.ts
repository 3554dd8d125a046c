/** What the specs of the AI instrument ask an application. */
import type { RunningApplication } from '../support/application.js';
import { countsOfFamily, type Samples } from '../support/samples.js';

/** What of the AI family was counted; how long it took, real servers tell. */
export const aiSamples = (application: RunningApplication): Promise<Samples> => countsOfFamily(application, /^ai_/);

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
