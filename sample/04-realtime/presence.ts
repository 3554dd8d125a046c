/** Who is in the room: present from the handshake until they leave, or until they give no sign any more. */
import { Injectable, Logger } from '@nestjs/common';
import { SessionsInstrument, type SessionHandle } from 'nestjs-observability/instruments';
import type { WebSocket } from 'ws';

interface Bidder {
  readonly name: string;
  readonly session: SessionHandle;
}

@Injectable()
export class Presence {
  private readonly logger = new Logger(Presence.name);
  private readonly bidders = new Map<WebSocket, Bidder>();
  /** The page gives sign every five seconds. */
  private readonly heartbeatTimeoutMs = Number(process.env['HEARTBEAT_TIMEOUT_MS'] ?? 15_000);

  constructor(private readonly sessions: SessionsInstrument) {}

  // #region presence
  enter(client: WebSocket, name: string): void {
    const { heartbeatTimeoutMs } = this;
    const session = this.sessions.open({ userId: name, heartbeatTimeoutMs, onDead: () => this.lost(client) });
    this.bidders.set(client, { name, session });
    this.tellEverybody();
  }

  heartbeat(client: WebSocket): void {
    this.bidders.get(client)?.session.heartbeat();
  }

  leave(client: WebSocket): void {
    this.bidders.get(client)?.session.close();
    this.remove(client);
  }
  // #endregion

  nameOf(client: WebSocket): string {
    return this.bidders.get(client)?.name ?? 'nobody';
  }

  /** A laptop was closed, a train went into a tunnel: the socket does not know it yet. */
  private lost(client: WebSocket): void {
    this.logger.warn(`${this.nameOf(client)} gives no sign any more`);
    this.remove(client);
    client.terminate();
  }

  private remove(client: WebSocket): void {
    if (this.bidders.delete(client)) this.tellEverybody();
  }

  private tellEverybody(): void {
    const names = [...this.bidders.values()].map(({ name }) => name);
    const message = JSON.stringify({ event: 'present', data: names });
    for (const client of this.bidders.keys()) client.send(message);
  }
}
