/** The WebSockets that clients of one application hold open, whoever serves them: Nest's gateways or a server of its own. */
import type { HttpConfig, Identity, IncomingRequest } from '../../config/index.js';
import type { TraceRelation } from '../../hooks/index.js';
import type { Meter, OperationPipeline } from '../../kernel/index.js';
import { ConnectionCounts } from '../connections/connection-counts.js';
import { RemoteContext } from '../http/remote-context.js';
import { countedAs } from './counted-as.js';
import { GatewayConnection, keepConnection, type MessageMeter } from './gateway-connection.js';
import { handshakeOf, incomingOf } from './handshake.js';
import { watchSent } from './sent-messages.js';
import { messagesReceived, messagesSent } from './websocket.convention.js';

export interface ClientConnectionOptions {
  readonly config: HttpConfig;
  readonly relation: TraceRelation;
  readonly baggageAttributes: readonly string[];
  readonly identify: ((request: IncomingRequest) => Identity | undefined) | undefined;
}

export class ClientConnections {
  private readonly remote: RemoteContext;
  private readonly open = new Set<GatewayConnection>();
  private readonly messages: MessageMeter;
  private knownCounts: ConnectionCounts | undefined;

  constructor(
    private readonly pipeline: OperationPipeline,
    private readonly meter: Meter,
    private readonly options: ClientConnectionOptions,
  ) {
    this.messages = messageMeter(meter);
    this.remote = new RemoteContext(options.baggageAttributes);
  }

  /**
   * @param place path or namespace, bounded by the code
   * @param beside what the server tells with the client, such as the request of the handshake
   */
  begin(place: string, client: object, beside: unknown): GatewayConnection {
    const { pipeline, options } = this;
    const handshake = handshakeOf(client, beside);
    const isRecorded = pipeline.needsContext('websocket.connection');
    const connection = new GatewayConnection({
      pipeline,
      meter: this.messages,
      counted: countedAs(handshake, this.counts),
      relation: options.relation,
      name: `websocket ${place}`,
      transport: transportOf(client),
      handshake,
      incoming: incomingOf(handshake, this.remote, options, isRecorded),
      onEnd: (ended) => void this.open.delete(ended),
    });
    keepConnection(client, connection);
    this.open.add(connection);
    watchSent(client);
    return connection;
  }

  close(): void {
    for (const connection of this.open) connection.end({ outcome: 'canceled' });
  }

  private readonly counts = (): ConnectionCounts =>
    (this.knownCounts ??= new ConnectionCounts(this.meter, this.pipeline.clock));
}

/** A socket.io client belongs to a namespace; everything else speaks plain WebSocket. */
function transportOf(client: object): string {
  return 'nsp' in client ? 'socket.io' : 'websocket';
}

function messageMeter(meter: Meter): MessageMeter {
  const received = meter.define(messagesReceived).cell([]);
  const sent = meter.define(messagesSent).cell([]);
  return {
    received: () => received.add(1),
    sent: () => sent.add(1),
  };
}
