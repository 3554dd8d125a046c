/** How alerts are written down: by name, each from its threshold and the application's metrics. */
import type { Alert, StorySeries } from './alert.js';
import { alertRule, type AlertName, type AlertOptions, type AlertRule } from '../../config/index.js';
import type { Queries } from './queries.js';

type Draft = Omit<Alert, 'name' | 'severity' | 'forMinutes'>;
export type AlertTable = Readonly<Partial<Record<AlertName, (rule: AlertRule, queries: Queries) => Draft>>>;

/** Those whose metrics exist and that nobody has switched off, in the table's order. */
export function alertsOf(table: AlertTable, queries: Queries, options: AlertOptions): Alert[] {
  return Object.entries(table).flatMap(([name, draft]) => {
    const rule = alertRule(name as AlertName, options);
    if (rule === undefined) return [];
    const alert = { name, severity: rule.severity, forMinutes: rule.forMinutes, ...draft(rule, queries) };
    return alert.metrics.every((metric) => queries.has(metric)) ? [alert] : [];
  });
}

export function counter(selector: string, healthy: number, faulty: number): StorySeries {
  return { kind: 'counter', selector, healthy, faulty };
}

export function gauge(selector: string, healthy: number, faulty: number): StorySeries {
  return { kind: 'gauge', selector, healthy, faulty };
}

/** As Prometheus' `humanizePercentage` writes it: four significant digits. */
export function percentage(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(4))}%`;
}
