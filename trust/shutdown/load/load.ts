/** Steady load on one address. */
import { Client } from './client.js';
import type { Served } from './served.js';
import { tasks } from './tasks.js';

export class Load {
  private readonly clients: readonly Client[];
  private readonly over: Promise<unknown>;

  constructor(url: string, served: Served, random: () => number) {
    this.clients = tasks.map((task) => new Client(task, url, served, random));
    this.over = Promise.all(this.clients.map((client) => client.run()));
  }

  /** Until every request that is under way now has been told about. */
  async settled(): Promise<void> {
    await Promise.all(this.clients.map(({ current }) => current));
  }

  async stop(): Promise<void> {
    for (const client of this.clients) client.stop();
    await this.over;
  }
}
