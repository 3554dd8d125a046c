/** All kinds of clients at the same time, as many as keep the server from ever having nothing to do. */
import { Agent } from 'node:http';
import { faithful } from './faithful.js';
import { hasty } from './hasty.js';
import { slowReader, slowWriter } from './slow.js';
import { eventSource, talker } from './streams.js';
import type { Habit, Seen, Visit } from './visit.js';

const habits: readonly (readonly [habit: Habit, clients: number])[] = [
  [faithful, 24],
  [hasty, 8],
  [slowWriter, 8],
  [slowReader, 6],
  [eventSource, 6],
  [talker, 6],
];

/** Rounds end with everybody gone, so that the server can be looked at. */
export class Crowd {
  constructor(
    private readonly port: number,
    private readonly random: () => number,
    readonly seen: Seen,
  ) {}

  async visit(durationMs: number): Promise<void> {
    const { port, random, seen } = this;
    const agent = new Agent({ keepAlive: true });
    const endsAtMs = performance.now() + durationMs;
    const clients = habits.flatMap(([habit, count]) => Array.from({ length: count }, () => habit));
    await Promise.all(clients.map((habit) => goOn(habit, { port, random, agent, seen }, endsAtMs)));
    agent.destroy();
  }
}

async function goOn(habit: Habit, visit: Visit, endsAtMs: number): Promise<void> {
  while (performance.now() < endsAtMs) {
    try {
      await habit(visit);
    } catch (error) {
      visit.seen.complaints.push(`${habit.name}: ${(error as Error).message}`);
      return;
    }
  }
}
