/** Requests in traces whose ids a test knows. Tail sampling draws by the id: the same ids meet the same fate in every run. */
import { createHash } from 'node:crypto';

/** The span of the caller, which nobody records. */
export const CALLER_SPAN = 'c'.repeat(16);

export function traceIds(name: string, count: number): string[] {
  return Array.from({ length: count }, (_none, index) => createHash('md5').update(`${name} ${index}`).digest('hex'));
}

/** One GET per id, side by side. */
export async function getInTraces(ids: readonly string[], url: string, headers = {}): Promise<void> {
  const inTrace = (id: string) => ({ ...headers, traceparent: `00-${id}-${CALLER_SPAN}-01` });
  await Promise.all(ids.map(async (id) => (await fetch(url, { headers: inTrace(id) })).text()));
}
