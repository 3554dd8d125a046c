/**
 * Which application of a process is meant, where all run the same code: the first has the same number everywhere. Names would not
 * do, since two applications of one process may share theirs, and a primary may have another than its workers.
 */
const claimed = new Set<string>();

export const applicationKey = {
  claim(): string {
    let number = 1;
    while (claimed.has(`${number}`)) number++;
    claimed.add(`${number}`);
    return `${number}`;
  },

  release(key: string): void {
    claimed.delete(key);
  },
};
