/** promtool's tests of an objective's recording rules: what is recorded, how far back, and of whom. */
import { burnWindows, type BurnWindow } from '../../slo/index.js';
import { badRatioRecord, badRatioSelector } from './burn-rates.js';
import { count, eventsWith, minutesOf, testOf, type Subject } from './objective-test.js';
import { braced, matchersOf } from './queries.js';
import { objectiveLabels } from './rules.js';
import type { Phase } from './timeline.js';
import type { YamlValue } from '../yaml.js';

export function recordingTests(subject: Subject): YamlValue[] {
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
    anotherService(subject),
    ...PULSES.map((pulse) => pulseTest(subject, pulse)),
  ];
}

/** Which may have an objective of the same name. */
function anotherService(subject: Subject): YamlValue {
  const { objective, queries } = subject;
  const others = eventsWith(0.25, subject, [{ samples: 30, state: 'faulty' }]).map(({ series, values }) => ({
    series: queries.elsewhere(series),
    values,
  }));
  return testOf(subject, {
    name: `${objective.name} leaves out what another service counts`,
    phases: [{ samples: 30, state: 'healthy' }],
    badRatio: 0,
    others,
    expressions: everyWindow(subject, 0),
  });
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
