/** How long an application takes to close: what hangs must not hold it. */

/** Far above the bounds that are set, far below for ever: a busy machine is slow. */
export const CLOSE_PATIENCE_MS = 12_000;

export type Closed = { readonly isClosed: true; readonly tookMs: number } | { readonly isClosed: false };

export async function closed(close: () => Promise<unknown>): Promise<Closed> {
  const startedAtMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const patienceIsOver = new Promise<Closed>((resolve) => {
    timer = setTimeout(() => resolve({ isClosed: false }), CLOSE_PATIENCE_MS);
  });
  const isClosed = close().then((): Closed => ({ isClosed: true, tookMs: performance.now() - startedAtMs }));
  return Promise.race([isClosed, patienceIsOver]).finally(() => clearTimeout(timer));
}
