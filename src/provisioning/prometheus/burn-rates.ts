/**
 * An objective's share of bad events over seven windows, and alerts on two windows at once: the long one says that it matters, the
 * short one that it still goes on. Google SRE workbook, chapter 5: https://sre.google/workbook/alerting-on-slos.
 */
import {
  errorBudget,
  pageAlerts,
  ticketAlerts,
  type BurnAlert,
  type BurnWindow,
  type Objective,
} from '../../slo/index.js';
import type { Severity } from '../../config/index.js';
import { braced, matchersOf, type Labels, type Queries } from './queries.js';

/** One way to burn a budget too fast, and how it is told. */
export interface BurnRule {
  readonly name: BurnAlertName;
  readonly severity: Severity;
  readonly burnRate: number;
  readonly long: BurnWindow;
  readonly short: BurnWindow;
}

export type BurnAlertName = 'ErrorBudgetBurnFast' | 'ErrorBudgetBurnSlow';

export const burnAlerts: readonly BurnRule[] = [
  ...pageAlerts.map((alert) => burnRule('ErrorBudgetBurnFast', 'critical', alert)),
  ...ticketAlerts.map((alert) => burnRule('ErrorBudgetBurnSlow', 'warning', alert)),
];

function burnRule(name: BurnAlertName, severity: Severity, alert: BurnAlert): BurnRule {
  const { burnRate, longWindow: long, shortWindow: short } = alert;
  return { name, severity, burnRate, long, short };
}

const EVENTS = 'slo_events_total';

function eventsOf(objective: Objective, queries: Queries, outcome?: 'good' | 'bad'): string {
  const matchers = matchersOf({ slo: objective.name, ...(outcome !== undefined && { outcome }) });
  return queries.select(EVENTS, ...matchers);
}

/** The same as a series that is scraped. */
export function eventSeries(objective: Objective, queries: Queries, outcome: 'good' | 'bad'): string {
  return queries.series(EVENTS, ...matchersOf({ slo: objective.name, outcome }));
}

export function badRatioRecord(window: BurnWindow): string {
  return `slo:bad_events:ratio_rate${window}`;
}

/** Absent without traffic, and 0 where nothing bad has happened yet. */
export function badRatioExpression(objective: Objective, window: BurnWindow, queries: Queries): string {
  const all = `sum(rate(${eventsOf(objective, queries)}[${window}]))`;
  const bad = `sum(rate(${eventsOf(objective, queries, 'bad')}[${window}]))`;
  return `(${bad} or 0 * ${all})\n  / (${all} > 0)`;
}

export function badRatioSelector(window: BurnWindow, labels: Labels): string {
  return badRatioRecord(window) + braced(matchersOf(labels));
}

/** @param labels those of the recorded series, see `objectiveLabels` */
export function burnExpression(alert: BurnRule, objective: Objective, labels: Labels): string {
  const over = (window: BurnWindow) => `${badRatioSelector(window, labels)} > ${burnThreshold(alert, objective)}`;
  return `${over(alert.long)}\n  and ${over(alert.short)}`;
}

/** The share of bad events at which the budget burns so fast, in decimal: 14.4 × (1 − 0.999) is 0.0144. */
export function burnThreshold({ burnRate }: Pick<BurnRule, 'burnRate'>, { objective }: Objective): number {
  return decimal(burnRate * errorBudget(objective));
}

/** Without the last digits, where binary fractions show. */
function decimal(value: number): number {
  return Number(value.toPrecision(10));
}
