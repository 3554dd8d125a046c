/** What promtool's tests of an objective are made of: good and bad events over time, and what is asked of them. */
import { burnWindowsMs, type BurnWindow, type Objective } from '../../slo/index.js';
import type { ProvisioningInput } from '../provisioning.js';
import { eventSeries } from './burn-rates.js';
import type { Queries } from './queries.js';
import { inputSeries, type InputSeries, type Phase } from './timeline.js';
import type { YamlValue } from '../yaml.js';

const EVENTS_PER_SAMPLE = 600;

export interface Subject {
  readonly objective: Objective;
  readonly input: ProvisioningInput;
  readonly queries: Queries;
}

export interface Test {
  readonly name: string;
  readonly phases: readonly Phase[];
  /** Share of bad events while the phase is faulty. */
  readonly badRatio: number;
  /** Series of other services. */
  readonly others?: readonly InputSeries[];
  readonly expressions?: readonly YamlValue[];
  readonly alerts?: readonly YamlValue[];
  readonly intervalMinutes?: number;
}

export function testOf(subject: Subject, test: Test): YamlValue {
  const { name, phases, badRatio, others = [], expressions = [], alerts = [], intervalMinutes = 1 } = test;
  return {
    name,
    interval: `${intervalMinutes}m`,
    input_series: [...eventsWith(badRatio, subject, phases), ...others],
    ...(expressions.length > 0 && { promql_expr_test: expressions }),
    ...(alerts.length > 0 && { alert_rule_test: alerts }),
  };
}

export function eventsWith(badRatio: number, { objective, queries }: Subject, phases: readonly Phase[]): InputSeries[] {
  const all = EVENTS_PER_SAMPLE;
  return [
    { selector: eventSeries(objective, queries, 'good'), healthy: all, faulty: all * (1 - badRatio) },
    { selector: eventSeries(objective, queries, 'bad'), healthy: 0, faulty: all * badRatio },
  ].map((series) => inputSeries({ kind: 'counter', ...series }, phases));
}

export function count(selector: string, minute: number, expected: 0 | 1): YamlValue {
  const value = { labels: '{}', value: expected };
  return { expr: `count(${selector}) or vector(0)`, eval_time: `${minute}m`, exp_samples: [value] };
}

export function minutesOf(window: BurnWindow): number {
  return burnWindowsMs[window] / 60_000;
}
