/** Waits for what is to be so, and not for luck. */
export async function soon(isSo: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const startMs = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startMs > withinMs) throw new Error(`Not so within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
