/** How sessions are measured. `tier` is the application's own word for who pays what, a handful of values. */
import { LONG_DURATION_BUCKETS } from '../../sources/index.js';
import type { MetricDefinition, OperationConvention } from '../../kernel/index.js';

const family = 'sessions';

export const sessionsCreated = {
  name: 'sessions_created_total',
  type: 'counter',
  unit: 'count',
  help: 'Sessions that were opened',
  labelNames: ['tier'],
  family,
} as const satisfies MetricDefinition;

export const sessionsArchived = {
  name: 'sessions_archived_total',
  type: 'counter',
  unit: 'count',
  help: 'Sessions that were put away to be kept',
  labelNames: [],
  family,
} as const satisfies MetricDefinition;

export const sessionsEvicted = {
  name: 'sessions_evicted_total',
  type: 'counter',
  unit: 'count',
  help: 'Sessions that were ended for a reason of the service',
  labelNames: ['reason'],
  family,
} as const satisfies MetricDefinition;

export const heartbeatChecks = {
  name: 'session_heartbeat_checks_total',
  type: 'counter',
  unit: 'count',
  help: 'Times that a session was asked whether it still gives sign',
  labelNames: [],
  family,
} as const satisfies MetricDefinition;

export const deadDetected = {
  name: 'session_dead_detected_total',
  type: 'counter',
  unit: 'count',
  help: 'Sessions that gave no sign for longer than they may',
  labelNames: [],
  family,
} as const satisfies MetricDefinition;

export const sessionConvention: OperationConvention = {
  kind: 'session',
  labelNames: [],
  measures: [
    {
      definition: {
        name: 'sessions_active',
        type: 'gauge',
        unit: 'count',
        help: 'Sessions open now',
        labelNames: [],
        family,
      },
      value: 'active',
    },
    {
      definition: {
        name: 'session_duration_seconds',
        type: 'histogram',
        unit: 'seconds',
        help: 'How long sessions have lasted',
        labelNames: [],
        buckets: LONG_DURATION_BUCKETS,
        family,
      },
      value: 'duration',
    },
  ],
};

export const sessionMetrics: readonly MetricDefinition[] = [
  sessionsCreated,
  ...sessionConvention.measures.map(({ definition }) => definition),
  sessionsArchived,
  sessionsEvicted,
  heartbeatChecks,
  deadDetected,
];
