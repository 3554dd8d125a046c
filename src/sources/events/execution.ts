/** One execution of @nestjs/cqrs as an operation: a command, a query, an event in one of its handlers, a saga's dispatch. */
import type { Context } from '@opentelemetry/api';
import type {
  Attributes,
  Operation,
  OperationPipeline,
  OperationScope,
  OperationSubject,
  Outcome,
} from '../../kernel/index.js';
import type { ExecutionKind } from './cqrs.convention.js';
import { follow, type OriginalCall, type Recipient } from './emission.js';

export interface ExecutionStart {
  readonly kind: ExecutionKind;
  /** Class of the command, query or event; `Class.method` of a saga. */
  readonly name: string;
  /** Name of the span; bounded like the other. */
  readonly title: string;
  /** `Class.method`, looked up only when somebody wants to know. */
  readonly handler: () => string | undefined;
  /** Both missing: the caller's. */
  readonly scope?: OperationScope | undefined;
  readonly context?: Context | undefined;
}

interface RunOptions {
  readonly ended?: (outcome: Outcome, durationMs: number) => void;
  /** Whoever asks a bus for a command or query gets the promise; events and sagas are the bus's own affair. */
  readonly recipient?: Recipient;
}

export class Execution implements OperationSubject {
  private readonly operation: Operation;

  constructor(
    private readonly pipeline: OperationPipeline,
    private readonly about: ExecutionStart,
  ) {
    const { kind, name, title, scope, context } = about;
    this.operation = pipeline.start({
      kind: 'cqrs.execution',
      name: title,
      labels: [kind, name],
      subject: this,
      ...(scope && { scope }),
      ...(context && { context }),
    });
  }

  /** Makes the call inside the operation and ends it with what the call returns. */
  run(call: OriginalCall, { ended, recipient }: RunOptions = {}): unknown {
    const { operation, pipeline } = this;
    const ambient = pipeline.needsContext('cqrs.execution') ? operation.context : undefined;
    const end = (outcome: Outcome, error: unknown): void => {
      operation.labels = [...operation.labels, outcome];
      pipeline.end(operation, { outcome, error });
      ended?.(outcome, operation.durationMs);
    };
    return follow(call, ambient, end, recipient);
  }

  attributes(): Attributes {
    const { kind, name, handler } = this.about;
    return { 'cqrs.kind': kind, 'cqrs.name': name, 'code.function.name': handler() };
  }
}
