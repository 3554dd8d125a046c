/** promtool's tests of an objective: its recording rules and its burn-rate alerts, evaluated every five minutes. */
import { burnWindows, burnWindowsMs, type BurnWindow, type Objective } from '../../slo/index.js';
import type { ProvisioningInput } from '../provisioning.js';
import { percentage } from './alert-table.js';
import { rendered } from './alert-tests.js';
import { badRatioRecord, badRatioSelector, burnAlerts, burnThreshold, eventsOf, type BurnRule } from './burn-rates.js';
import { braced, matchersOf, Queries } from './queries.js';
import { burnAnnotations, burnLabels, objectiveLabels, type Annotations } from './rules.js';
import { inputSeries, type Phase } from './timeline.js';
import type { YamlValue } from '../yaml.js';

const EVENTS_PER_SAMPLE = 600;
const EVALUATION_MINUTES = 5;
/** Minutes without a bad event before a fault. */
const BEFORE = 60;
/** Times the threshold: it is crossed after a while, and not on a sample's edge. */
const FAULT_FACTOR = 2.3;

interface Subject {
  readonly objective: Objective;
  readonly input: ProvisioningInput;
  readonly queries: Queries;
}

export function objectiveTests(objective: Objective, input: ProvisioningInput): YamlValue[] {
  const subject = { objective, input, queries: new Queries(input) };
  return [...recordingTests(subject), ...burnAlerts.flatMap((alert) => burnTests(alert, subject))];
}

function recordingTests(subject: Subject): YamlValue[] {
  const { name } = subject.objective;
  const recording = (title: string, value: number | undefined, phases: readonly Phase[]) =>
    testOf(subject, { name: `${name} ${title}`, phases, badRatio: 0.25, expressions: everyWindow(subject, value) });
  return [
    recording('records no bad events while all is well', 0, [{ samples: 30, state: 'healthy' }]),
    recording('records the share of bad events', 0.25, [{ samples: 30, state: 'faulty' }]),
    recording('records it through a restart', 0.25, [
      { samples: 20, state: 'faulty' },
      { samples: 10, state: 'faulty', isRestart: true },
    ]),
    recording('records nothing without traffic', undefined, [{ samples: 30, state: 'idle' }]),
    ...PULSES.map((pulse) => pulseTest(subject, pulse)),
  ];
}

/** Half an hour in; the last digits of a division are nobody's promise. */
function everyWindow({ objective, input }: Subject, value: number | undefined): YamlValue[] {
  const labels = objectiveLabels(objective, input);
  return burnWindows.map((window) => ({
    expr: `round(${badRatioSelector(window, labels)}, 0.001)`,
    eval_time: '30m',
    exp_samples: value === undefined ? [] : [{ labels: braced(matchersOf(labels)), value }],
  }));
}

interface Pulse {
  readonly windows: readonly BurnWindow[];
  /** Between two samples: days in steps of minutes would take promtool long. */
  readonly intervalMinutes: number;
}

const PULSES: readonly Pulse[] = [
  { windows: ['5m', '30m', '1h', '2h', '6h'], intervalMinutes: 1 },
  { windows: ['1d', '3d'], intervalMinutes: 30 },
];

/** Five bad samples are in a window until it has passed, and then in it no more. */
function pulseTest(subject: Subject, { windows, intervalMinutes }: Pulse): YamlValue {
  const [before, bad] = [10, 5];
  const end = (before + bad) * intervalMinutes;
  const margin = 5 * intervalMinutes;
  const longest = Math.max(...windows.map(minutesOf));
  const phases: Phase[] = [
    { samples: before, state: 'healthy' },
    { samples: bad, state: 'faulty' },
    { samples: (longest + margin) / intervalMinutes, state: 'healthy' },
  ];
  const checks = windows.flatMap((window) => [
    count(`${badRatioRecord(window)} > 0`, end + minutesOf(window) - margin, 1),
    count(`${badRatioRecord(window)} > 0`, end + minutesOf(window) + margin, 0),
  ]);
  const name = `${subject.objective.name} looks back as far as ${windows.join(', ')}`;
  return testOf(subject, { name, phases, badRatio: 0.5, expressions: checks, intervalMinutes });
}

function burnTests(alert: BurnRule, subject: Subject): YamlValue[] {
  const { objective } = subject;
  const badRatio = faultRatio(alert, objective);
  const fires = firesAt(alert, objective);
  const faulty: Phase = { samples: fires - BEFORE + 10, state: 'faulty' };
  const recovered = fires + 10 + minutesOf(alert.short) + EVALUATION_MINUTES;
  const burning = (title: string, test: Omit<Test, 'name' | 'badRatio'> & { badRatio?: number }) =>
    testOf(subject, { badRatio, ...test, name: `${objective.name} burn rate ${alert.burnRate} ${title}` });
  const silentForTwoHours = [firing(alert, 60, 0), firing(alert, 120, 0)];
  return [
    burning('is silent within the budget', {
      phases: [{ samples: 120, state: 'faulty' }],
      badRatio: errorBudgetOf(objective) / 2,
      expressions: silentForTwoHours,
    }),
    burning(`fires ${fires - BEFORE} minutes into a fault`, {
      phases: [well, faulty],
      expressions: [firing(alert, fires - EVALUATION_MINUTES, 0), firing(alert, fires, 1)],
    }),
    burning('says what it sees', {
      phases: [{ samples: 30, state: 'faulty' }],
      alerts: [spokenAt(alert, { badRatio, minute: 30 }, subject)],
    }),
    burning('ends after the fault', {
      phases: [well, faulty, { samples: recovered - fires, state: 'healthy' }],
      expressions: [firing(alert, recovered, 0)],
    }),
    burning('is silent without traffic', {
      phases: [{ samples: 120, state: 'idle' }],
      expressions: silentForTwoHours,
    }),
    burning('fires through a restart', {
      phases: [well, { samples: 10, state: 'faulty' }, { samples: fires - BEFORE, state: 'faulty', isRestart: true }],
      expressions: [firing(alert, fires + EVALUATION_MINUTES, 1)],
    }),
  ];
}

const well: Phase = { samples: BEFORE, state: 'healthy' };

/** The burn rate 1, in decimal. */
function errorBudgetOf(objective: Objective): number {
  return burnThreshold({ burnRate: 1 }, objective);
}

function faultRatio(alert: BurnRule, objective: Objective): number {
  return Math.min(1, FAULT_FACTOR * burnThreshold(alert, objective));
}

/** The first evaluation at which both windows have seen enough of the fault. */
function firesAt(alert: BurnRule, objective: Objective): number {
  const share = burnThreshold(alert, objective) / faultRatio(alert, objective);
  const isSeen = (fault: number) =>
    [alert.long, alert.short].every((window) => {
      const seen = Math.min(minutesOf(window), BEFORE + fault);
      return Math.min(fault, seen) / seen > share;
    });
  let fault = EVALUATION_MINUTES;
  while (!isSeen(fault)) fault += EVALUATION_MINUTES;
  return BEFORE + fault;
}

interface Test {
  readonly name: string;
  readonly phases: readonly Phase[];
  /** Share of bad events while the phase is faulty. */
  readonly badRatio: number;
  readonly expressions?: readonly YamlValue[];
  readonly alerts?: readonly YamlValue[];
  readonly intervalMinutes?: number;
}

function testOf({ objective, queries }: Subject, test: Test): YamlValue {
  const { name, phases, badRatio, expressions = [], alerts = [], intervalMinutes = 1 } = test;
  const all = EVENTS_PER_SAMPLE;
  const input = [
    { selector: eventsOf(objective, queries, 'good'), healthy: all, faulty: all * (1 - badRatio) },
    { selector: eventsOf(objective, queries, 'bad'), healthy: 0, faulty: all * badRatio },
  ].map((series) => inputSeries({ kind: 'counter', ...series }, phases));
  return {
    name,
    interval: `${intervalMinutes}m`,
    input_series: input,
    ...(expressions.length > 0 && { promql_expr_test: expressions }),
    ...(alerts.length > 0 && { alert_rule_test: alerts }),
  };
}

function firing({ name, burnRate }: BurnRule, minute: number, expected: 0 | 1): YamlValue {
  return count(`ALERTS{alertname="${name}",burn_rate="${burnRate}",alertstate="firing"}`, minute, expected);
}

function count(selector: string, minute: number, expected: 0 | 1): YamlValue {
  const value = { labels: '{}', value: expected };
  return { expr: `count(${selector}) or vector(0)`, eval_time: `${minute}m`, exp_samples: [value] };
}

/** promtool asks by name, which alerts on two pairs of windows share. */
function spokenAt({ name }: BurnRule, seen: Seen, { objective, input }: Subject): YamlValue {
  const burning = burnAlerts.filter((alert) => alert.name === name && burnThreshold(alert, objective) < seen.badRatio);
  const labels = objectiveLabels(objective, input);
  const spoken = burning.map((alert) => ({
    exp_labels: { ...labels, ...burnLabels(alert) },
    exp_annotations: annotationsOf(burnAnnotations(alert, objective, input), seen.badRatio),
  }));
  return { eval_time: `${seen.minute}m`, alertname: name, exp_alerts: spoken };
}

interface Seen {
  readonly badRatio: number;
  readonly minute: number;
}

function annotationsOf(templates: Annotations, badRatio: number): YamlValue {
  const shown = percentage(badRatio);
  return Object.fromEntries(
    Object.entries(templates).map(([key, text]) => [key, rendered(text, { labels: {}, shown })]),
  );
}

function minutesOf(window: BurnWindow): number {
  return burnWindowsMs[window] / 60_000;
}
