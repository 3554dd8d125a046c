/**
 * Events of @nestjs/cqrs between their publisher and their handlers. Events are objects, so each carries its publication with
 * it: handlers find it whatever the publisher did in between, and several events that are published at once are told apart.
 */
import { currentOperation, type Operation, type OperationPipeline, type Outcome } from '../../kernel/index.js';
import { Emission, follow, startPublishing, type OriginalCall } from './emission.js';

export class Publication {
  readonly emission: Emission;
  readonly operation: Operation;

  private constructor(
    private readonly pipeline: OperationPipeline,
    eventType: string,
  ) {
    this.emission = new Emission('nestjs_cqrs', eventType);
    this.operation = startPublishing(pipeline, this.emission);
  }

  static of(event: unknown): Publication | undefined {
    return isObject(event) ? publications.get(event) : undefined;
  }

  /** Undefined when nobody asks for it, or when the event is none. */
  static begin(pipeline: OperationPipeline, event: unknown, eventType: string): Publication | undefined {
    if (!isObject(event) || !pipeline.isObserved('event.publish')) return undefined;
    const publication = new Publication(pipeline, eventType);
    publications.set(event, publication);
    return publication;
  }

  /** Whether the publisher is still to be called for it, or is about to return. */
  get isUnderWay(): boolean {
    return !this.operation.isEnded && currentOperation() !== this.operation;
  }

  /** Makes the call that hands the event over, as a part of its publication. */
  run(call: OriginalCall): unknown {
    const ambient = this.pipeline.needsContext('event.publish') ? this.operation.context : undefined;
    return follow(call, ambient, (outcome, error) => this.end(outcome, error));
  }

  end(outcome: Outcome, error?: unknown): void {
    this.pipeline.end(this.operation, { outcome, error });
  }
}

const publications = new WeakMap<object, Publication>();

function isObject(event: unknown): event is object {
  return typeof event === 'object' && event !== null;
}
