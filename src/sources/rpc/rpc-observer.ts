/**
 * Who observes a server or a client. Wrappers sit on classes that all applications of a process share; a server belongs to the
 * application that registered it, a client to the one whose work is calling.
 */
import { pipelineFor, type Meter, type MeterFamily, type OperationPipeline, type Outcome } from '../../kernel/index.js';
import type { TraceRelation } from '../../hooks/index.js';
import { transportErrors } from '../outgoing/transport.metrics.js';

/** What one application does with its messages, from `attach` to `detach`. */
export class RpcObserver {
  /** Calls in both directions that have no answer yet. */
  readonly openCalls = new Set<OpenCall>();
  private readonly errors: MeterFamily<'counter'>;

  constructor(
    readonly pipeline: OperationPipeline,
    meter: Meter,
    /** How the trace of an event relates to its producer's; the handling of a request is always its caller's child. */
    readonly eventRelation: TraceRelation,
  ) {
    this.errors = meter.define(transportErrors);
  }

  countError(transport: string, errorType: string): void {
    this.errors.cell([transport, errorType]).add(1);
  }

  /**
   * Clients of Nest 11 leave calls unanswered when they are closed, and a handler may never answer: for these the end of the
   * application is the end.
   */
  close(): void {
    for (const call of this.openCalls) call.settled('canceled', undefined);
  }
}

export interface OpenCall {
  settled(outcome: Outcome, error: unknown): void;
}

/** Stands for an application before its observer is there and after it has gone. */
export interface RpcApplication {
  readonly observer: RpcObserver | undefined;
}

const applications = new Set<RpcApplication>();
const owners = new WeakMap<object, RpcApplication>();

export function enter(application: RpcApplication): void {
  applications.add(application);
}

export function leave(application: RpcApplication): void {
  applications.delete(application);
}

export function own(server: object, application: RpcApplication): void {
  owners.set(server, application);
}

/** Undefined when nobody observes the messages of this server. */
export function observerOfServer(server: object): RpcObserver | undefined {
  const observer = owners.get(server)?.observer;
  return observer?.pipeline.isObserved('rpc.server') === true ? observer : undefined;
}

/** Undefined when nobody observes what this client sends from here. */
export function observerOfClient(client: object): RpcObserver | undefined {
  if (applications.size === 0) return undefined;
  const pipeline = pipelineFor(client);
  for (const { observer } of applications) {
    if (observer !== undefined && observer.pipeline === pipeline) {
      return observer.pipeline.isObserved('rpc.client') ? observer : undefined;
    }
  }
  return undefined;
}
