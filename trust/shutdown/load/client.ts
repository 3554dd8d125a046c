/** Sends one request after the other until it is told to stop, and tells what became of each. */
import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { request } from './request.js';
import type { Served } from './served.js';
import type { Task } from './tasks.js';

export class Client {
  /** The request that is under way. */
  current: Promise<void> = Promise.resolve();
  private isStopped = false;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(
    private readonly task: Task,
    private readonly url: string,
    private readonly served: Served,
    private readonly random: () => number,
  ) {}

  async run(): Promise<void> {
    while (!this.isStopped) {
      await (this.current = this.once());
      await delay(this.random() * this.task.pauseMs);
    }
    this.agent.destroy();
  }

  stop(): void {
    this.isStopped = true;
  }

  private async once(): Promise<void> {
    const { route, body, status: wanted, answer: wantedBody, isUnkept } = this.task;
    const what = `${body === undefined ? 'GET' : 'POST'} ${route}${isUnkept ? ', unkept' : ''}`;
    try {
      const agent = isUnkept ? {} : { agent: this.agent };
      const answer = await request({ url: this.url + route, ...(body !== undefined && { body }), ...agent });
      if (answer.status !== wanted || answer.body !== wantedBody)
        this.served.failed(`${what}: ${answer.status} ${answer.body.slice(-100)}`);
      else this.served.answered(answer.instance, route);
    } catch (error) {
      this.served.failed(`${what}: ${(error as Error).message}`);
    }
  }
}
