/**
 * Operations that come over graphql-ws: subscriptions until they are complete or given up, queries and mutations too. Through the
 * hooks of its server options, in the order in which it calls them; those of the application are called as before.
 */
import { types } from 'node:util';
import { consumerStart, incomingMessage } from '../../hooks/index.js';
import type { OperationPipeline } from '../../kernel/index.js';
import type { DocumentNode, Schema } from './graphql-types.js';
import { GraphqlRun } from './graphql-run.js';
import { operationIn } from './root-field.js';

/** The options of graphql-ws' server that are used, version 5 and 6; whatever else there is passes through. */
export interface GraphqlWsOptions {
  readonly context?: unknown;
  readonly onSubscribe?: Hook | undefined;
  readonly onNext?: Hook | undefined;
  readonly onError?: Hook | undefined;
  readonly onComplete?: Hook | undefined;
  readonly onClose?: Hook | undefined;
}

type Hook = (...call: unknown[]) => unknown;

interface Connection {
  readonly subscriptions: Readonly<Record<string, unknown>>;
  readonly extra?: { readonly request?: { readonly headers?: Readonly<Record<string, unknown>> } };
}

interface Message {
  readonly id: string;
  readonly payload: { readonly query?: unknown };
}

interface ExecutionArguments {
  readonly schema: Schema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
}

/** @param context the one that the operations get when these options name none */
export function observeGraphqlWs(
  own: GraphqlWsOptions,
  context: unknown,
  pipelineHere: () => OperationPipeline | undefined,
): GraphqlWsOptions {
  const runs = new ConnectionRuns(pipelineHere);
  const before = (hook: Hook | undefined, observe: (...call: unknown[]) => void): Hook => {
    return (...call) => {
      runs.safely(() => observe(...call));
      return hook?.(...call);
    };
  };
  const giveContext = 'context' in own ? own.context : context;
  return {
    ...own,
    context: (...call: unknown[]) => {
      const value: unknown =
        typeof giveContext === 'function' ? Reflect.apply(giveContext, undefined, call) : giveContext;
      const accept = (contextValue: unknown): void => runs.safely(() => runs.accept(call, contextValue));
      // On the side and first: by the time the server has the value, the operation has its name.
      if (types.isPromise(value)) value.then(accept, () => undefined);
      else accept(value);
      return value;
    },
    onSubscribe: before(own.onSubscribe, (...call) => runs.begin(call)),
    onNext: before(own.onNext, (...call) => runs.met(call, (call.at(-1) as { errors?: unknown[] }).errors)),
    onError: before(own.onError, (...call) => runs.fail(call, call.at(-1) as unknown[])),
    onComplete: before(own.onComplete, (...call) => runs.complete(call)),
    onClose: before(own.onClose, (connection) => runs.close(connection as Connection)),
  };
}

class ConnectionRuns {
  private readonly runs = new WeakMap<Connection, Map<string, GraphqlRun>>();

  constructor(private readonly pipelineHere: () => OperationPipeline | undefined) {}

  safely(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.pipelineHere()?.diagnostics.failed('graphql', 'websocket', error);
    }
  }

  begin(call: readonly unknown[]): void {
    const pipeline = this.pipelineHere();
    if (pipeline === undefined) return;
    const { connection, message } = readCall(call);
    const { query } = message.payload;
    // The handshake's trace goes on in all operations of the connection.
    const origin = consumerStart(incomingMessage(connection.extra?.request?.headers), 'parent');
    const document = (): string | undefined => (typeof query === 'string' ? query : undefined);
    this.of(connection).set(message.id, new GraphqlRun(pipeline, { document, origin }));
  }

  accept(call: readonly unknown[], contextValue: unknown): void {
    const { schema, document, operationName } = call.at(-1) as ExecutionArguments;
    const operation = operationIn(document, operationName);
    if (operation !== undefined) this.find(call)?.accept({ operation, document, schema, contextValue });
  }

  met(call: readonly unknown[], errors: readonly unknown[] | undefined): void {
    this.find(call)?.met(errors);
  }

  fail(call: readonly unknown[], errors: readonly unknown[]): void {
    this.met(call, errors);
    this.take(call)?.end();
  }

  /** The server forgets a subscription before it tells, when it was the client that ended it. */
  complete(call: readonly unknown[]): void {
    const { connection, message } = readCall(call);
    this.take(call)?.end(!(message.id in connection.subscriptions));
  }

  /** Operations still at work when the connection is lost. */
  close(connection: Connection): void {
    const left = [...this.of(connection).values()];
    this.runs.delete(connection);
    for (const run of left) run.end(true);
  }

  private take(call: readonly unknown[]): GraphqlRun | undefined {
    const run = this.find(call);
    const { connection, message } = readCall(call);
    this.of(connection).delete(message.id);
    return run;
  }

  private find(call: readonly unknown[]): GraphqlRun | undefined {
    const { connection, message } = readCall(call);
    return this.of(connection).get(message.id);
  }

  private of(connection: Connection): Map<string, GraphqlRun> {
    const known = this.runs.get(connection) ?? new Map<string, GraphqlRun>();
    this.runs.set(connection, known);
    return known;
  }
}

/** Version 6 gives a message's id and payload one by one, version 5 the message. */
function readCall([connection, second, third]: readonly unknown[]): { connection: Connection; message: Message } {
  const message =
    typeof second === 'string' ? { id: second, payload: third as Message['payload'] } : (second as Message);
  return { connection: connection as Connection, message };
}
