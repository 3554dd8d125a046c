/** `rate-limit-storm`: somebody's script asks the assistant far more often than anybody may. */
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { DeskClient } from '../traffic/desk-client.js';
import { Pacer } from '../traffic/pacer.js';
import { Faults } from './faults.js';

const callsPerSecond = 30;
/** Calls at once, so that a slow answer does not calm it. */
const hands = 4;

@Injectable()
export class RateLimitStorm {
  constructor(
    private readonly host: HttpAdapterHost,
    faults: Faults,
  ) {
    faults.whenOn('rate-limit-storm', (over) => this.rage(over));
  }

  private rage(over: AbortSignal): void {
    const { port } = (this.host.httpAdapter.getHttpServer() as Server).address() as AddressInfo;
    setMaxListeners(hands + 1, over);
    const script = new DeskClient(`http://localhost:${port}`, new Pacer(callsPerSecond, over)).as('ada');
    for (let hand = 0; hand < hands; hand++) void askOn(script, over);
  }
}

async function askOn(script: DeskClient, over: AbortSignal): Promise<void> {
  const question = { content: 'Are you there?' };
  while (!over.aborted) await script.post(`/conversations/${randomUUID()}/messages`, question).catch(() => undefined);
}
