/** The load balancer's part of a restart: readiness is asked again and again, and alone decides who is sent requests. */
import { setTimeout as delay } from 'node:timers/promises';
import { request } from '../load/request.js';
import { slots, type Nginx, type Slot } from './nginx.js';

const PROBE_INTERVAL_MS = 40;
/** In a row; a drain has to be longer than it takes to fail so many. */
const FAILED_PROBES = 2;

interface Watched {
  isIn: boolean;
  failed: number;
}

export class Balancer {
  private isStopped = false;
  private readonly watched: Readonly<Record<Slot, Watched>> = {
    first: { isIn: false, failed: 0 },
    second: { isIn: false, failed: 0 },
  };
  private readonly over: Promise<unknown>;

  constructor(
    private readonly nginx: Nginx,
    private readonly ports: Readonly<Record<Slot, number>>,
  ) {
    this.over = Promise.all(slots.map((slot) => this.watch(slot)));
  }

  async isIn(slot: Slot): Promise<void> {
    while (!this.watched[slot].isIn) await delay(PROBE_INTERVAL_MS / 2);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.over;
  }

  private async watch(slot: Slot): Promise<void> {
    while (!this.isStopped) {
      this.judge(slot, await readinessOf(this.ports[slot]));
      await delay(PROBE_INTERVAL_MS);
    }
  }

  private judge(slot: Slot, status: number | undefined): void {
    const watched = this.watched[slot];
    watched.failed = status === 200 ? 0 : watched.failed + 1;
    if (status === 200 && !watched.isIn) {
      this.nginx.putBack(slot);
      watched.isIn = true;
    } else if (watched.isIn && watched.failed >= FAILED_PROBES) {
      this.nginx.takeOut(slot);
      watched.isIn = false;
    }
  }
}

/** Undefined when nobody answers. */
export function readinessOf(port: number): Promise<number | undefined> {
  return request({ url: `http://127.0.0.1:${port}/health/ready` }).then(
    ({ status }) => status,
    () => undefined,
  );
}
