/** promtool's tests of an objective: its recording rules and its burn-rate alerts, evaluated every five minutes. */
import type { Objective } from '../../slo/index.js';
import type { ProvisioningInput } from '../provisioning.js';
import { percentage } from './alert-table.js';
import { rendered } from './alert-tests.js';
import { burnAlerts, burnThreshold, type BurnRule } from './burn-rates.js';
import { count, minutesOf, testOf, type Subject, type Test } from './objective-test.js';
import { Queries } from './queries.js';
import { recordingTests } from './recording-tests.js';
import { burnAnnotations, burnLabels, objectiveLabels, type Annotations } from './rules.js';
import type { Phase } from './timeline.js';
import type { YamlValue } from '../yaml.js';

const EVALUATION_MINUTES = 5;
/** Minutes without a bad event before a fault. */
const BEFORE = 60;
/** Times the threshold: it is crossed after a while, and not on a sample's edge. */
const FAULT_FACTOR = 2.3;

export function objectiveTests(objective: Objective, input: ProvisioningInput): YamlValue[] {
  const subject = { objective, input, queries: new Queries(input) };
  return [...recordingTests(subject), ...burnAlerts.flatMap((alert) => burnTests(alert, subject))];
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

function firing({ name, burnRate }: BurnRule, minute: number, expected: 0 | 1): YamlValue {
  return count(`ALERTS{alertname="${name}",burn_rate="${burnRate}",alertstate="firing"}`, minute, expected);
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
