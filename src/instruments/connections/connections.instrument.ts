/**
 * Connections that no server of Nest's knows: a line protocol over TCP, a broker's session, a device on a serial line. Those of the
 * application's HTTP servers and gateways are counted in the same family without being told.
 */
import { ConnectionCounts, endByError, type CountedConnection } from '../../sources/index.js';
import type { Attributes } from '../../kernel/index.js';
import { Handle, HandleKeeper, ownTrace, type OnEnd } from '../handle.js';
import { Instrument, type InstrumentHost } from '../instrument.js';

/**
 * What a connection speaks, and with whom.
 *
 * @example
 * ```ts
 * const start: ConnectionStart = { protocol: 'mqtt', peer: '10.0.0.7:1883', attributes: { 'device.model': 'X1' } };
 *
 * getInstrument(ConnectionsInstrument).open(start).close();
 * ```
 */
export interface ConnectionStart {
  /** `tcp`, `mqtt`, `modbus`, …: a handful of values. */
  readonly protocol: string;
  /** The address of the other side, on its span and its log line. */
  readonly peer?: string;
  readonly attributes?: Attributes;
}

/**
 * Connections that the library cannot see: of protocols that the application speaks itself.
 *
 * @example
 * ```ts
 * const connections = getInstrument(ConnectionsInstrument);
 *
 * createServer((socket) => {
 *   const connection = connections.open({ protocol: 'modbus', peer: socket.remoteAddress ?? 'unknown' });
 *   socket.once('close', () => connection.close());
 * });
 * ```
 */
export class ConnectionsInstrument extends Instrument {
  readonly name = 'connections';
  private readonly keeper: HandleKeeper;
  private readonly counts: ConnectionCounts;

  constructor(host: InstrumentHost) {
    super(host);
    this.keeper = new HandleKeeper(this.name, host.pipeline);
    this.counts = new ConnectionCounts(host.meter, host.pipeline.clock);
  }

  /** Opened here and not ended. */
  get openCount(): number {
    return this.keeper.openCount;
  }

  /** End the connection by one of the handle's methods; one that is forgotten is counted as leaked. */
  open(start: ConnectionStart): ConnectionHandle {
    return new ConnectionHandle(this.keeper, this.given.fields(start), counting(this.counts.begin()));
  }

  override close(): void {
    this.keeper.close();
  }
}

/**
 * A connection that was opened with `ConnectionsInstrument`.
 * A trace of its own, linked to what opened it, for it may last for days.
 *
 * @example
 * ```ts
 * const connection: ConnectionHandle = getInstrument(ConnectionsInstrument).open({ protocol: 'modbus' });
 *
 * connection.runIn(() => orders.open());
 * connection.fail(new Error('no answer from the meter'));
 * ```
 */
export class ConnectionHandle extends Handle {
  constructor(keeper: HandleKeeper, { peer, attributes, ...start }: Partial<ConnectionStart>, onEnd: OnEnd) {
    const protocol = keeper.given.name(start.protocol);
    super(
      keeper,
      {
        kind: 'connection',
        name: `connection ${protocol}`,
        ...ownTrace(),
        attributes: {
          ...keeper.given.fields(attributes),
          'network.protocol.name': protocol,
          'network.peer.address': peer,
        },
      },
      onEnd,
    );
  }

  /** It is over, as it should be. */
  close(): void {
    this.end({ outcome: 'ok' });
  }

  /** It broke. */
  fail(error: unknown): void {
    const end = endByError(error);
    if (!this.isEnded) this.operation.annotate({ 'error.type': end.errorType });
    this.end(end);
  }
}

function counting(counted: CountedConnection): OnEnd {
  return ({ outcome, error }) => counted.end(outcome === 'error' ? endByError(error) : { outcome });
}
