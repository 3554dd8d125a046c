/**
 * One client of a gateway, or of a server that is observed by hand, from its handshake to its leaving: an operation that may
 * last for hours, and what the messages of this client have in common. Several gateways may share a client; it is one
 * connection, named by its namespace or path.
 */
import type { IncomingMessage } from 'node:http';
import type { Link } from '@opentelemetry/api';
import { nextId, type TraceRelation } from '../../hooks/index.js';
import {
  currentOperation,
  entryOf,
  outcomeOf,
  type Attributes,
  type Operation,
  type OperationPipeline,
  type OperationScope,
  type OperationStart,
  type OperationSubject,
} from '../../kernel/index.js';
import { endByError, type ConnectionEnd, type CountedConnection } from '../connections/connection-counts.js';
import { awaitAnswer, GatewayMessage, type MessageHandler } from './gateway-message.js';

/** What is counted of a connection's messages beside their operations. */
export interface MessageMeter {
  received(): void;
  sent(): void;
}

export interface ConnectionStart {
  readonly pipeline: OperationPipeline;
  readonly meter: MessageMeter;
  /** As which it is counted among all connections: its socket, or itself. */
  readonly counted: CountedConnection;
  readonly relation: TraceRelation;
  /** `websocket /chat`. */
  readonly name: string;
  /** `socket.io` or `websocket`. */
  readonly transport: string;
  /** Undefined where the adapter does not tell it. */
  readonly handshake: IncomingMessage | undefined;
  /** What the handshake brought along: the remote trace, the ids and who it is. */
  readonly incoming: Pick<OperationStart, 'context' | 'scope' | 'attributes'>;
  readonly onEnd: (connection: GatewayConnection) => void;
}

type AnyCallback = (...args: unknown[]) => unknown;

export class GatewayConnection implements OperationSubject {
  private readonly operation: Operation;
  private readonly pipeline: OperationPipeline;
  private failure: ConnectionEnd | undefined;
  private hasGateway = false;
  /** Those under way, by their operations. */
  private readonly messages = new Map<Operation, GatewayMessage>();
  /** To this connection's span; none when it is not recorded. */
  private readonly links: readonly Link[];

  constructor(private readonly about: ConnectionStart) {
    this.pipeline = about.pipeline;
    this.operation = this.pipeline.start({
      kind: 'websocket.connection',
      name: about.name,
      subject: this,
      ...about.incoming,
    });
    const { span } = this.operation;
    this.links = span?.isRecording() === true ? [{ context: span.spanContext() }] : [];
  }

  get isOver(): boolean {
    return this.operation.isEnded;
  }

  attributes(): Attributes {
    const { handshake, transport } = this.about;
    return {
      'network.protocol.name': transport,
      'server.address': handshake?.headers.host,
      'url.path': handshake?.url?.split('?', 1)[0],
    };
  }

  /** Runs the application's `handleConnection` and `handleDisconnect` inside the connection's operation. */
  runIn<T>(work: () => T): T {
    return this.pipeline.runIn(this.operation, work);
  }

  /** Hands a message to the gateway's own handler and returns its answer untouched. */
  handle(handler: MessageHandler, callback: AnyCallback, gateway: unknown, args: readonly unknown[]): unknown {
    this.about.meter.received();
    if (!this.pipeline.isObserved('websocket.message')) return Reflect.apply(callback, gateway, args);
    const message = this.begin(handler, args.slice(1));
    let answer: unknown;
    try {
      answer = this.pipeline.runIn(message.operation, callback, gateway, ...args);
    } catch (error) {
      message.settled(outcomeOf(error), error);
      throw error;
    }
    awaitAnswer(answer, message);
    return answer;
  }

  /** An exception is being answered; equal messages at the same time are told apart by the context. */
  messageFailed(args: readonly unknown[], error: unknown): void {
    const current = currentOperation();
    // Asked first: a client may have thousands of messages under way, and all of them may fail.
    const entered = current === undefined ? undefined : this.messages.get(entryOf(current));
    const message = entered?.hasArguments(args) === true ? entered : this.latestWith(args);
    message?.failedWith(error);
  }

  /** From now on a message counts as received when a gateway's handler gets it. */
  meetsGateway(): void {
    this.hasGateway = true;
  }

  /** A message has come to a server that is observed by hand. */
  received(): void {
    if (!this.hasGateway && !this.isOver) this.about.meter.received();
  }

  sent(): void {
    if (!this.isOver) this.about.meter.sent();
  }

  /** The client's own error, told before its end. */
  failedWith(error: unknown): void {
    this.failure = endByError(error);
  }

  end(told: ConnectionEnd): void {
    if (this.isOver) return;
    const { outcome, errorType, error } = this.failure ?? told;
    // Nobody waits for their answers any more; adapters have told so already, except those that do not know.
    for (const message of this.messages.values()) message.settled('canceled', undefined);
    if (errorType !== undefined) this.operation.annotate({ 'error.type': errorType });
    this.about.counted.end(this.failure ?? told);
    this.pipeline.end(this.operation, { outcome, error });
    this.about.onEnd(this);
  }

  private begin(handler: MessageHandler, args: readonly unknown[]): GatewayMessage {
    const operation = this.pipeline.start({
      kind: 'websocket.message',
      name: handler.name,
      labels: [handler.gateway, handler.event],
      context: this.operation.context,
      scope: this.messageScope(),
      subject: handler,
      ...(this.about.relation === 'link' && { isRoot: true, links: this.links }),
    });
    const message = new GatewayMessage(operation, args, this.forget);
    this.messages.set(operation, message);
    return message;
  }

  private readonly forget = (message: GatewayMessage): void => void this.messages.delete(message.operation);

  private latestWith(args: readonly unknown[]): GatewayMessage | undefined {
    let latest: GatewayMessage | undefined;
    for (const message of this.messages.values()) if (message.hasArguments(args)) latest = message;
    return latest;
  }

  /** Ids that nobody keeps are not made. */
  private messageScope(): OperationScope {
    if (!this.pipeline.needsContext('websocket.message')) return {};
    const { correlationId, userId, sessionId, identify } = this.operation.scope;
    const messageId = nextId();
    const scope: OperationScope = { requestId: messageId, messageId, correlationId, identify };
    if (userId !== undefined) scope.userId = userId;
    if (sessionId !== undefined) scope.sessionId = sessionId;
    return scope;
  }
}

const connections = new WeakMap<object, GatewayConnection>();

/** The connection behind an adapter's client object, unless it is over or nobody's. */
export function connectionOf(client: unknown): GatewayConnection | undefined {
  if (typeof client !== 'object' || client === null) return undefined;
  const connection = connections.get(client);
  return connection?.isOver === true ? undefined : connection;
}

export function keepConnection(client: object, connection: GatewayConnection): void {
  connections.set(client, connection);
}
