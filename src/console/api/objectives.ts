/** `GET objectives` and `GET objective-rule?name=`. */
import { problemOf } from '../../endpoints/index.js';
import {
  burnWindows,
  pageAlerts,
  ticketAlerts,
  type BurnAlert,
  type Objective,
  type SloService,
  type SloStatus,
} from '../../slo/index.js';
import type { ConsoleResource } from '../resource.js';
import type { ObjectiveRow } from '../shapes/index.js';

type Slo = Pick<SloService, 'all' | 'routes'>;

/** The text of the rules of one objective, as the generator of operations files writes them. */
export type ObjectiveRule = (objective: Objective) => string;

export function objectivesResource(slo: Slo): ConsoleResource {
  return { name: 'objectives', read: () => ({ objectives: objectiveRows(slo) }) };
}

export function objectiveRuleResource(slo: Slo, ruleOf: ObjectiveRule): ConsoleResource {
  return {
    name: 'objective-rule',
    read: (query) => {
      const name = query.get('name');
      const status = slo.all().find(({ objective }) => objective.name === name);
      if (status === undefined) throw problemOf(404, 'There is no such objective', 'ask for the list', name);
      return { yaml: ruleOf(status.objective) };
    },
  };
}

/** In the order of declaration. */
export function objectiveRows(slo: Slo): ObjectiveRow[] {
  return slo.all().map((status) => objectiveRow(status, slo));
}

function objectiveRow(status: SloStatus, slo: Slo): ObjectiveRow {
  const { objective, good, bad, indicator, latency, budgetRemaining, burnRates, exhaustedInMs } = status;
  const { name, description, windowDays } = objective;
  return {
    name,
    description: description ?? null,
    indicator: objective.indicator.type,
    thresholdMs: objective.indicator.type === 'latency' ? objective.indicator.thresholdMs : null,
    objective: objective.objective,
    window: `${windowDays}d`,
    good,
    bad,
    current: indicator ?? null,
    budgetRemaining,
    burnRates: burnWindows.map((window) => ({ window, rate: burnRates[window] })),
    alerts: [
      ...pageAlerts.map((alert) => alertRow('critical', alert, status)),
      ...ticketAlerts.map((alert) => alertRow('warning', alert, status)),
    ],
    exhaustedInMs: exhaustedInMs ?? null,
    p95Ms: latency?.p95Ms ?? null,
    routes: slo.routes(name).map(({ method, template, ...counts }) => ({ name: `${method} ${template}`, ...counts })),
  };
}

/** What Prometheus' rule would say of these counts. */
function alertRow(
  severity: 'critical' | 'warning',
  { burnRate: threshold, longWindow, shortWindow }: BurnAlert,
  { burnRates }: SloStatus,
): ObjectiveRow['alerts'][number] {
  const isFiring = burnRates[longWindow] > threshold && burnRates[shortWindow] > threshold;
  return { severity, longWindow, shortWindow, threshold, isFiring };
}
