/** How the work of @nestjs/cqrs is named and measured. Durations in seconds. */
import type { OperationConvention } from '../../kernel/index.js';

const family = 'CQRS';

export type ExecutionKind = 'command' | 'query' | 'event' | 'saga';

export const cqrsConvention: OperationConvention = {
  kind: 'cqrs.execution',
  labelNames: ['kind', 'name', 'outcome'],
  measures: [
    {
      definition: {
        name: 'cqrs_executions_total',
        type: 'counter',
        unit: 'count',
        help: 'Commands, queries, events per handler, and commands that sagas dispatched',
        labelNames: ['kind', 'name', 'outcome'],
        family,
      },
      value: 'count',
    },
    {
      definition: {
        name: 'cqrs_execution_duration_seconds',
        type: 'histogram',
        unit: 'seconds',
        help: 'Time until the handler of a command, query or event had its result',
        labelNames: ['kind', 'name'],
        buckets: 'duration',
        family,
      },
      value: 'duration',
    },
  ],
};
