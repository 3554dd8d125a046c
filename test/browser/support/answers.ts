/** What the console's API answers to the browser that is in. */
import type { ErrorsAnswer, TracesAnswer } from '../../../src/console/shapes/index.js';
import type { ConsoleView } from './browser.js';
import type { Desk } from './desk.js';

/** @param resource with its query: `traces?q=status:error` */
export async function ask<T>({ page }: ConsoleView, desk: Desk, resource: string): Promise<T> {
  const response = await page.request.get(`${desk.consoleUrl}/api/v1/${resource}`);
  if (!response.ok()) throw new Error(`${resource}: ${response.status()} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Of the newest trace that fits. */
export async function traceIdOf(view: ConsoleView, desk: Desk, query: string): Promise<string> {
  const { rows } = await ask<TracesAnswer>(view, desk, `traces?q=${encodeURIComponent(query)}`);
  if (rows[0] === undefined) throw new Error(`No trace is ${query}`);
  return rows[0].traceId;
}

export async function fingerprintOf(view: ConsoleView, desk: Desk, type: string): Promise<string> {
  const { groups } = await ask<ErrorsAnswer>(view, desk, 'errors');
  const group = groups.find((candidate) => candidate.type === type);
  if (group === undefined) throw new Error(`No error is a ${type}`);
  return group.fingerprint;
}
