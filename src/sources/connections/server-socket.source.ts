/** Counts the sockets of the application's HTTP servers, once per socket: requests on them cost nothing here. */
import type { Socket } from 'node:net';
import type { RequestGate } from '../../endpoints/index.js';
import { noMeter, type Meter, type OperationConvention, type OperationPipeline } from '../../kernel/index.js';
import type { NestSource } from '../nest-source.js';
import { ConnectionCounts } from './connection-counts.js';
import { ServerSocket } from './server-socket.js';

export class ServerSocketSource implements NestSource {
  readonly name = 'connections';
  readonly conventions: readonly OperationConvention[] = [];
  private readonly open = new Set<ServerSocket>();
  private counts: ConnectionCounts | undefined;

  constructor(private readonly gate: RequestGate) {}

  attach(pipeline: OperationPipeline, meter: Meter): void {
    if (meter === noMeter) return;
    // Defined by the first socket: an application without a server shows no empty series.
    const accept = (socket: Socket): void => {
      this.counts ??= new ConnectionCounts(meter, pipeline.clock);
      this.open.add(new ServerSocket(socket, this.counts, (closed) => this.open.delete(closed)));
    };
    this.gate.observeSocketsWith(accept);
  }

  /** Cut off by us, though their clients will seem to have said goodbye. */
  serverClosed(): void {
    for (const socket of this.open) socket.release();
  }

  detach(): void {
    this.gate.observeSocketsWith(undefined);
    this.serverClosed();
  }
}
