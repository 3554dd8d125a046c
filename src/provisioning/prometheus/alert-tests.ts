/** promtool's tests of one alert: silent when all is well here, whatever happens elsewhere; it fires when it has said it would, and ends. */
import type { ProvisioningInput } from '../provisioning.js';
import type { Alert, AlertStory } from './alert.js';
import { alertAnnotations, serviceLabels } from './rules.js';
import { Queries } from './queries.js';
import { inputSeries, type InputSeries, type Phase } from './timeline.js';
import type { YamlValue } from '../yaml.js';

/** Healthy minutes before a fault. */
const BEFORE = 60;

export function alertTests(alert: Alert, input: ProvisioningInput): YamlValue[] {
  return [
    healthy(alert),
    elsewhere(alert, input),
    firing(alert, input),
    recovering(alert),
    withoutTraffic(alert),
    ...restarts(alert),
  ];
}

function healthy(alert: Alert): YamlValue {
  const phases: Phase[] = [{ samples: 120, state: 'healthy' }];
  return testOf(alert, { title: 'is silent while all is well', phases, alerts: silentAt(alert, [10, 60, 120]) });
}

/** One Prometheus scrapes more than this service. */
function elsewhere(alert: Alert, input: ProvisioningInput): YamlValue {
  const queries = new Queries(input);
  const samples = BEFORE + faultMinutes(alert);
  const others = alert.story.series.map((series) => {
    const selector = queries.elsewhere(series.selector);
    return inputSeries({ ...series, selector }, [well, { samples: samples - BEFORE, state: 'faulty' }]);
  });
  const phases: Phase[] = [{ samples, state: 'healthy' }];
  const alerts = silentAt(alert, [firesAt(alert), samples]);
  return testOf(alert, { title: 'is silent while another service fails', phases, others, alerts });
}

function firing(alert: Alert, input: ProvisioningInput): YamlValue {
  const fault = faultMinutes(alert);
  const at = firesAt(alert);
  return testOf(alert, {
    title: `fires ${at - BEFORE} minutes into a fault, and says what it sees`,
    phases: [well, { samples: fault, state: 'faulty' }],
    alerts: [...silentAt(alert, [at - 1]), spokenAt(alert, BEFORE + fault, input)],
    expressions: [isFiringAt(alert, at)],
  });
}

function recovering(alert: Alert): YamlValue {
  const after = alert.lookbackMinutes + 2;
  const phases: Phase[] = [
    well,
    { samples: faultMinutes(alert), state: 'faulty' },
    { samples: after, state: 'healthy' },
  ];
  const end = BEFORE + faultMinutes(alert) + after;
  return testOf(alert, { title: 'ends after the fault', phases, alerts: silentAt(alert, [end]) });
}

function withoutTraffic(alert: Alert): YamlValue {
  const phases: Phase[] = [{ samples: 120, state: 'idle' }];
  return testOf(alert, { title: 'is silent without traffic', phases, alerts: silentAt(alert, [10, 120]) });
}

function restarts(alert: Alert): YamlValue[] {
  const phases: Phase[] = [
    { samples: 30, state: 'healthy' },
    { samples: 30, state: 'healthy', isRestart: true },
  ];
  const alerts = silentAt(alert, [31, 32, 60]);
  const test = testOf(alert, { title: 'is silent when the process restarts', phases, alerts });
  return alert.story.series.some(({ kind }) => kind === 'counter') ? [test, restartInFault(alert)] : [test];
}

/** An expression that subtracts instead of counting would see less than nothing here. */
function restartInFault(alert: Alert): YamlValue {
  const restartsAt = firesAt(alert) + 1;
  return testOf(alert, {
    title: 'fires on when counters begin anew',
    phases: [well, { samples: restartsAt - BEFORE, state: 'faulty' }, { samples: 5, state: 'faulty', isRestart: true }],
    expressions: [isFiringAt(alert, restartsAt + 1), isFiringAt(alert, restartsAt + 3)],
  });
}

const well: Phase = { samples: BEFORE, state: 'healthy' };

function faultMinutes({ story, forMinutes, lookbackMinutes }: Alert): number {
  return story.crossingMinutes + Math.ceil(forMinutes) + lookbackMinutes + 10;
}

function firesAt({ story, forMinutes }: Alert): number {
  return BEFORE + story.crossingMinutes + Math.ceil(forMinutes);
}

interface Test {
  readonly title: string;
  readonly phases: readonly Phase[];
  /** Series of other services. */
  readonly others?: readonly InputSeries[];
  readonly alerts?: readonly YamlValue[];
  readonly expressions?: readonly YamlValue[];
}

function testOf({ name, story }: Alert, test: Test): YamlValue {
  const { title, phases, others = [], alerts = [], expressions = [] } = test;
  return {
    name: `${name} ${title}`,
    interval: '1m',
    input_series: [...story.series.map((series) => inputSeries(series, phases)), ...others],
    ...(expressions.length > 0 && { promql_expr_test: expressions }),
    ...(alerts.length > 0 && { alert_rule_test: alerts }),
  };
}

function silentAt({ name }: Alert, minutes: readonly number[]): YamlValue[] {
  return minutes.map((minute) => ({ eval_time: `${minute}m`, alertname: name, exp_alerts: [] }));
}

function isFiringAt({ name }: Alert, minute: number): YamlValue {
  return {
    expr: `count(ALERTS{alertname="${name}",alertstate="firing"})`,
    eval_time: `${minute}m`,
    exp_samples: [{ labels: '{}', value: 1 }],
  };
}

function spokenAt(alert: Alert, minute: number, input: ProvisioningInput): YamlValue {
  const annotations = Object.entries(alertAnnotations(alert, input));
  return {
    eval_time: `${minute}m`,
    alertname: alert.name,
    exp_alerts: [
      {
        exp_labels: { ...alert.story.labels, ...serviceLabels(input), severity: alert.severity },
        exp_annotations: Object.fromEntries(annotations.map(([key, text]) => [key, rendered(text, alert.story)])),
      },
    ],
  };
}

/** What Prometheus makes of a template with these labels, where the value shows as `shown`. */
export function rendered(template: string, { labels, shown }: Pick<AlertStory, 'labels' | 'shown'>): string {
  return template.replace(/\{\{ [^}]*\}\}/g, (placeholder) => {
    if (placeholder.includes('$value')) return shown;
    const names = [...placeholder.matchAll(/\$labels\.(\w+)/g)].map(([, name]) => name!);
    return names.map((name) => labels[name]).find((value) => value !== undefined) ?? '';
  });
}
