/** One scheduled job, and the operation that each of its runs is: a trace, ids and an outcome of its own. */
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { nextId } from '../../hooks/index.js';
import {
  callsiteOf,
  settlementOf,
  type Attributes,
  type Operation,
  type OperationPipeline,
  type OperationSubject,
  type Settlement,
} from '../../kernel/index.js';

export type Work = (...args: unknown[]) => unknown;

export interface JobIdentity {
  /** Of the operation: `CleanupService.sweep`, or the name a dynamic job was registered under. */
  readonly name: string;
  /** Of the metrics' `job`: the name the job was given, else that of the operation. */
  readonly label: string;
  readonly attributes: Attributes;
}

export class ScheduledJob implements OperationSubject {
  constructor(
    private readonly identity: JobIdentity,
    private readonly method: Work,
  ) {}

  /** What a run calls: decorators of ours on the method add to the run's operation instead of making their own. */
  get work(): Work {
    return (callsiteOf(this.method)?.original as Work | undefined) ?? this.method;
  }

  /** Whoever started the timer, a request perhaps, has nothing to do with its runs. */
  start(pipeline: OperationPipeline, instance: unknown, args: readonly unknown[]): Operation {
    const callsite = callsiteOf(this.method);
    const messageId = nextId();
    return pipeline.start({
      kind: 'schedule.run',
      name: this.identity.name,
      context: ROOT_CONTEXT,
      isRoot: true,
      scope: { messageId, correlationId: messageId },
      labels: [this.identity.label],
      subject: this,
      ...(callsite !== undefined && { callsite, call: { instance, args } }),
    });
  }

  attributes(): Attributes {
    return this.identity.attributes;
  }
}

/** Ends a run, with its outcome as the label after the job's. */
export function endOfRun(run: Operation): Settlement {
  const { context, settled } = settlementOf(run);
  return {
    context,
    settled: (outcome, error, result) => {
      run.labels = [run.labels[0]!, outcome];
      settled(outcome, error, result);
    },
  };
}
