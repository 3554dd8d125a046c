/** How business journeys are measured. Journeys and stages are the application's own words, a handful of each. */
import { LONG_DURATION_BUCKETS } from '../../sources/index.js';
import type { MetricDefinition, OperationConvention } from '../../kernel/index.js';

const family = 'business journeys';
const labelNames = ['journey', 'stage'];

export const stagesEntered = {
  name: 'journey_stage_entered_total',
  type: 'counter',
  unit: 'count',
  help: 'Times that somebody entered a stage, again included',
  labelNames,
  family,
} as const satisfies MetricDefinition;

export const stagesCompleted = {
  name: 'journey_stage_completed_total',
  type: 'counter',
  unit: 'count',
  help: 'Times that somebody completed a stage',
  labelNames,
  family,
} as const satisfies MetricDefinition;

const stageDuration = {
  name: 'journey_stage_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time from entering a stage to completing it, where both happened in this process',
  labelNames,
  buckets: LONG_DURATION_BUCKETS,
  family,
} as const satisfies MetricDefinition;

export const journeyStageConvention: OperationConvention = {
  kind: 'journey.stage',
  labelNames,
  // How long it took those who gave up would say nothing about the stage.
  measures: [
    {
      definition: stageDuration,
      value: ({ outcome, durationMs }) => (outcome === 'ok' ? durationMs / 1000 : undefined),
    },
  ],
};

export const journeyMetrics: readonly MetricDefinition[] = [stagesEntered, stagesCompleted, stageDuration];
