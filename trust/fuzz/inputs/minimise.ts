/** The shortest part of an input that still shows a defect: pieces are taken out as long as it does. */

const MAX_TRIALS = 2_000;

export function minimised(input: string, isStillLost: (shorter: string) => boolean): string {
  let shortest = input;
  let trials = 0;
  for (let size = Math.ceil(shortest.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < shortest.length && trials++ < MAX_TRIALS;) {
      const shorter = shortest.slice(0, at) + shortest.slice(at + size);
      if (isStillLost(shorter)) shortest = shorter;
      else at += size;
    }
  }
  return shortest;
}
