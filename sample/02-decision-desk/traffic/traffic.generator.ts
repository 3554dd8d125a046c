/**
 * Visitors for an empty desk: a few users walk through decisions over real HTTP, from the moment the server listens until
 * the application stops. What they do is seeded; what they leave behind, `RetentionJob` removes.
 */
import { setMaxListeners } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { SETTINGS, type Settings } from '../common/settings.js';
import { DecisionWalk } from './decision-walk.js';
import { DeskClient } from './desk-client.js';
import { Pacer } from './pacer.js';
import { SeededRandom } from './seeded-random.js';

@Injectable()
export class TrafficGenerator implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(TrafficGenerator.name);
  private readonly stop = new AbortController();
  private walks: readonly Promise<void>[] = [];

  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.traffic.isOn) this.host.listen$.subscribe(() => this.start());
  }

  /** No new requests; those under way get their answer before the server and the database close. */
  async onModuleDestroy(): Promise<void> {
    this.stop.abort();
    await Promise.all(this.walks);
  }

  private start(): void {
    const { users, requestsPerSecond, seed } = this.settings.traffic;
    setMaxListeners(users + 1, this.stop.signal);
    const { port } = (this.host.httpAdapter.getHttpServer() as Server).address() as AddressInfo;
    const desk = new DeskClient(`http://localhost:${port}`, new Pacer(requestsPerSecond, this.stop.signal));
    this.walks = Array.from({ length: users }, (_, index) => this.keepWalking(desk, new SeededRandom(seed + index)));
    this.logger.log(`Traffic: ${users} users, ${requestsPerSecond} requests/s, seed ${seed}; TRAFFIC=off turns it off`);
  }

  private async keepWalking(desk: DeskClient, random: SeededRandom): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        await new DecisionWalk(desk, random).walk();
      } catch (error) {
        if (!this.stop.signal.aborted) this.logger.warn(`A walk ended early: ${String(error)}`);
      }
    }
  }
}
