/**
 * The handling of one message as an operation, outermost: Nest's guards, pipes, interceptors and filters run inside it. It lasts
 * until the answer is complete, which for an Observable of many values is its completion.
 */
import { types } from 'node:util';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { defer, isObservable } from 'rxjs';
import { consumerStart, incomingMessage } from '../../hooks/index.js';
import {
  outcomeOf,
  settleResult,
  type Attributes,
  type Operation,
  type OperationStart,
  type OperationSubject,
  type Outcome,
  type Settlement,
  type Method,
} from '../../kernel/index.js';
import { onDeparture } from './caller-departure.js';
import type { HandlerSite } from './handler-site.js';
import { incomingAttributes } from './incoming-attributes.js';
import { carriedFields, type CarriedFields, type HandlerArguments } from './message-fields.js';
import { arrivalAt } from './packet-arrival.js';
import { followPassThrough } from './pass-through.js';
import { asError } from './remote-error.js';
import type { RpcObserver } from './rpc-observer.js';

export class IncomingCall implements OperationSubject, Settlement {
  private readonly operation: Operation;
  private readonly stopListening: () => void;

  constructor(
    private readonly observer: RpcObserver,
    private readonly site: HandlerSite,
    private readonly args: HandlerArguments,
  ) {
    const { pattern, labels, transport, isEvent } = site;
    this.operation = observer.pipeline.start({
      kind: 'rpc.server',
      name: pattern,
      labels,
      subject: this,
      ...this.origin(),
    });
    observer.openCalls.add(this);
    this.stopListening = isEvent
      ? () => undefined
      : onDeparture(transport, args, () => this.settled('canceled', undefined));
  }

  get context() {
    return this.observer.pipeline.needsContext('rpc.server') ? this.operation.context : undefined;
  }

  attributes(operation: Operation): Attributes {
    return incomingAttributes(this.site, this.args, operation);
  }

  run(handler: Method, self: object): unknown {
    const args = this.site.isPassThrough ? followPassThrough(this.args, this) : this.args;
    let result: unknown;
    try {
      result = this.observer.pipeline.runIn(this.operation, handler, self, ...args);
    } catch (error) {
      this.settled(outcomeOf(error), error);
      throw error;
    }
    if (types.isPromise(result))
      return result.then(
        (value) => this.follow(value),
        (error) => this.fail(error),
      );
    return this.follow(result);
  }

  settled(outcome: Outcome, error: unknown): void {
    const { operation, site, observer } = this;
    if (operation.isEnded) return;
    this.stopListening();
    observer.openCalls.delete(this);
    operation.labels = site.endLabels[outcome];
    // Nest answers with an error of its own making; the one behind it was left on the scope by whoever met it.
    const cause = outcome === 'error' ? asError(operation.scope.error ?? error) : undefined;
    observer.pipeline.end(operation, { outcome, error: cause });
  }

  /** The very same value, except that an Observable's subscription is followed. */
  private follow(value: unknown): unknown {
    if (isObservable(value))
      return settleResult(
        defer(() => value),
        this,
      );
    if (!this.site.isPassThrough) this.settled('ok', undefined);
    return value;
  }

  private fail(error: unknown): never {
    this.settled(outcomeOf(error), error);
    throw error;
  }

  private origin(): Pick<OperationStart, 'context' | 'scope' | 'isRoot' | 'links'> {
    if (!this.observer.pipeline.needsContext('rpc.server')) return { context: ROOT_CONTEXT };
    const relation = this.site.isEvent ? this.observer.eventRelation : 'parent';
    return consumerStart(incomingMessage(this.fields()), relation);
  }

  private fields(): CarriedFields | undefined {
    const { transport, server } = this.site;
    return carriedFields(transport, this.args, arrivalAt(server)?.metadata);
  }
}
