/** What every client works with: where the server is, the chances of the run, and what was seen. */
import type { Agent } from 'node:http';

export interface Visit {
  readonly port: number;
  readonly random: () => number;
  /** Keeps the connections of those that behave. */
  readonly agent: Agent;
  readonly seen: Seen;
}

/** One client's habit: one visit, from its coming to its leaving. Rejects when the server has not done its part. */
export type Habit = (visit: Visit) => Promise<void>;

/** What the clients know of themselves. */
export class Seen {
  /** `GET /steady 200` → how many whole answers were received, of those that waited for them. */
  readonly answered: Record<string, number> = {};
  aborted = 0;
  slow = 0;
  reconnected = 0;
  messages = 0;
  readonly complaints: string[] = [];

  answer(place: string): void {
    this.answered[place] = (this.answered[place] ?? 0) + 1;
  }
}

/** A whole number from 0 to below `end`. */
export function below(end: number, random: () => number): number {
  return Math.floor(random() * end);
}

export function oneOf<T>(choices: readonly T[], random: () => number): T {
  return choices[below(choices.length, random)]!;
}
