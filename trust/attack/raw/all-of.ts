/** Many attempts, a few at a time: most of them wait for an answer that does not come. */
const AT_A_TIME = 24;

export async function allOf(attempts: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = attempts.values();
  const work = async (): Promise<void> => {
    for (const attempt of waiting) await attempt();
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
}
