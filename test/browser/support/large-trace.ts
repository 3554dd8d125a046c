/** A trace of 500 spans as OTLP JSON, such as `POST import` takes: seventeen of them are called `needle`. */
import type { Page } from 'playwright-core';
import type { Desk } from './desk.js';

export const LARGE_TRACE_ID = 'ab'.repeat(16);
export const LARGE_SPANS = 500;

const NEEDLES = 17;
/** Steps of a group. */
const GROUP = 50;
const STARTED_AT_NS = 1_780_000_000_000_000_000n;

/** As the console's own page would send it. */
export async function importLargeTrace(page: Page, desk: Desk): Promise<void> {
  const response = await page.context().request.post(`${desk.consoleUrl}/api/v1/import`, {
    headers: { origin: desk.url },
    data: { otlp: largeTrace() },
  });
  if (!response.ok()) throw new Error(await response.text());
}

function largeTrace(): object {
  const spans = Array.from({ length: LARGE_SPANS }, (_, index) => spanAt(index));
  return { resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ scope: { name: 'seed' }, spans }] }] };
}

/** Ten groups below the root; in each, one step in the other. */
function spanAt(index: number): object {
  return {
    traceId: LARGE_TRACE_ID,
    spanId: spanIdAt(index),
    ...(index > 0 && { parentSpanId: spanIdAt(parentOf(index)) }),
    name: nameAt(index),
    kind: index === 0 ? 2 : 1,
    startTimeUnixNano: String(STARTED_AT_NS + BigInt(index) * 1_000_000n),
    endTimeUnixNano: String(STARTED_AT_NS + BigInt(endMsOf(index)) * 1_000_000n),
    attributes: [],
    status: {},
  };
}

function nameAt(index: number): string {
  if (index === 0) return 'GET /large';
  return index % 29 === 5 && (index - 5) / 29 < NEEDLES ? `needle ${index}` : `step ${index}`;
}

function parentOf(index: number): number {
  return index % GROUP === 1 ? 0 : index - 1;
}

/** Each within the one before; the groups one after the other. */
function endMsOf(index: number): number {
  return index === 0 ? LARGE_SPANS + 1 : Math.ceil(index / GROUP) * GROUP + 1;
}

function spanIdAt(index: number): string {
  return String(index + 1).padStart(16, '0');
}
