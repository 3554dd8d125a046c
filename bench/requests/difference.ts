/** How far the counts of a process have come between two readings. */

type Counts = { readonly [name: string]: number };

export function difference<T extends object>(before: T, after: T): T {
  const [from, to] = [before as Counts, after as Counts];
  return Object.fromEntries(Object.keys(to).map((name) => [name, to[name]! - from[name]!])) as T;
}
