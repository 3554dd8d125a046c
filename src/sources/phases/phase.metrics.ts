/** Metrics of guards, pipes, interceptors, handlers and filters. "interceptor" is the class of any of them. */
import type { CallEnd, CallMeasure, MetricDefinition } from '../../kernel/index.js';
import { errorTypeOf } from '../../kernel/index.js';

export type Phase = 'guard' | 'pipe' | 'request' | 'response' | 'filter';

const family = 'handler phases';

export const phaseDuration: MetricDefinition = {
  name: 'interceptor_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time in a guard, pipe, interceptor or filter',
  labelNames: ['interceptor', 'phase'],
  buckets: 'duration',
  family,
};

export const phaseErrors: MetricDefinition = {
  name: 'interceptor_errors_total',
  type: 'counter',
  unit: 'count',
  help: 'Errors thrown by a guard, pipe, interceptor or filter',
  labelNames: ['interceptor', 'error_type'],
  family,
};

export const phaseActions: MetricDefinition = {
  name: 'interceptor_actions_total',
  type: 'counter',
  unit: 'count',
  help: 'What a guard, pipe, interceptor or filter did: allow, deny, transform, replace, throw or handle',
  labelNames: ['interceptor', 'action'],
  family,
};

export const phaseMetrics = [phaseDuration, phaseErrors, phaseActions];

export type ActionOf = (end: CallEnd) => string | undefined;

export function phaseMeasures(className: string, phase: Phase, actionOf: ActionOf): CallMeasure[] {
  return [
    { definition: phaseDuration, value: 'duration', labels: [className, phase] },
    { definition: phaseErrors, value: 'count', labels: (end) => errorLabels(className, end) },
    { definition: phaseActions, value: 'count', labels: (end) => actionLabels(className, end, actionOf) },
  ];
}

function errorLabels(className: string, { outcome, error }: CallEnd): readonly string[] | undefined {
  return outcome === 'error' ? [className, errorTypeOf(error)] : undefined;
}

function actionLabels(className: string, end: CallEnd, actionOf: ActionOf): readonly string[] | undefined {
  const action = end.outcome === 'error' ? 'throw' : actionOf(end);
  return action === undefined ? undefined : [className, action];
}

export const guardAction: ActionOf = ({ result }) => (result ? 'allow' : 'deny');
export const pipeAction: ActionOf = () => 'transform';
export const filterAction: ActionOf = () => 'handle';
