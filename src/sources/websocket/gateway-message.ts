/**
 * One message on its way through a gateway: begins before the guards, ends when the adapter has the last of the answer, or
 * when the client has left. Nest answers exceptions inside; whoever sees them tells `failedWith`.
 */
import {
  markExpected,
  outcomeOf,
  settleResult,
  type Attributes,
  type Operation,
  type OperationSubject,
  type Outcome,
  type Settlement,
} from '../../kernel/index.js';

/** What a gateway subscribes to, and so bounded by the code; known when the gateway is bound to its server. */
export class MessageHandler implements OperationSubject {
  /** `Gateway:event`. */
  readonly name: string;
  readonly event: string;

  constructor(
    readonly gateway: string,
    event: unknown,
    private readonly method: string,
  ) {
    this.event = typeof event === 'string' ? event : JSON.stringify(event);
    this.name = `${gateway}:${this.event}`;
  }

  attributes(): Attributes {
    const { gateway, event, method } = this;
    return { 'websocket.gateway': gateway, 'websocket.event': event, 'code.function.name': `${gateway}.${method}` };
  }
}

export class GatewayMessage implements Settlement {
  private failure: { readonly error: unknown } | undefined;

  constructor(
    readonly operation: Operation,
    /** Payload and acknowledgement, as the adapter gave them. */
    private readonly args: readonly unknown[],
    private readonly onEnd: (message: GatewayMessage) => void,
  ) {}

  get context() {
    const { pipeline, context } = this.operation;
    return pipeline.needsContext('websocket.message') ? context : undefined;
  }

  /** Whether this is the message that a handler's arguments, without the client, belong to. */
  hasArguments([payload, acknowledge]: readonly unknown[]): boolean {
    return this.args[0] === payload && this.args[1] === acknowledge;
  }

  /** An exception is being answered by a filter, the application's or Nest's. */
  failedWith(error: unknown): void {
    this.failure = { error };
    if (isWsException(error)) markExpected(error);
  }

  settled(outcome: Outcome, error: unknown): void {
    const end = this.failure === undefined ? { outcome, error } : { outcome: 'error' as const, ...this.failure };
    this.operation.pipeline.end(this.operation, end);
    this.onEnd(this);
  }
}

/** Thrown on purpose to tell the client something: an answer like an HttpException below 500, and no fault. */
function isWsException(error: unknown): boolean {
  return error instanceof Error && typeof (error as { getError?: unknown }).getError === 'function';
}

const underWay = new WeakMap<object, GatewayMessage>();

/** The handler has been called and will answer with `answer`, which the adapter hands to its `transform`. */
export function awaitAnswer(answer: unknown, message: GatewayMessage): void {
  if (typeof answer !== 'object' || answer === null) return message.settled('ok', undefined);
  underWay.set(answer, message);
  // An adapter of the application's own may do without the transformation.
  if (answer instanceof Promise) {
    answer.then(
      () => takeMessage(answer)?.settled('ok', undefined),
      (error: unknown) => takeMessage(answer)?.settled(outcomeOf(error), error),
    );
  }
}

/** What the adapter subscribes to, with the end of the message observed. */
export function followAnswer<T>(answer: unknown, transformed: T): T {
  const message = takeMessage(answer);
  return message === undefined ? transformed : settleResult(transformed, message);
}

function takeMessage(answer: unknown): GatewayMessage | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const message = underWay.get(answer);
  underWay.delete(answer);
  return message;
}
