/** Samples for promtool, told as phases: healthy, then faulty, then a new process. */
import type { StorySeries } from './alert.js';

export interface Phase {
  readonly samples: number;
  /** Idle: nothing happens, so that nothing is counted. */
  readonly state: 'healthy' | 'faulty' | 'idle';
  /** A new process has begun: counters are 0 again, gauges were away for a sample. */
  readonly isRestart?: boolean;
}

export type InputSeries = Readonly<Record<'series' | 'values', string>>;

/** The first sample is at 0 and belongs to no phase. */
export function inputSeries(series: StorySeries, phases: readonly Phase[]): InputSeries {
  return { series: series.selector, values: WRITERS[series.kind](series as never, phases) };
}

const WRITERS = { counter: counterValues, gauge: gaugeValues, clock: clockValues };

function counterValues({ healthy, faulty }: StorySeries & { kind: 'counter' }, phases: readonly Phase[]): string {
  let value = 0;
  const runs = phases.map(({ samples, state, isRestart = false }) => {
    const step = { healthy, faulty, idle: 0 }[state];
    const start = isRestart ? 0 : value + step;
    value = start + step * (samples - 1);
    return run(start, step, samples);
  });
  return ['0', ...runs].join(' ');
}

function gaugeValues({ healthy, faulty }: StorySeries & { kind: 'gauge' }, phases: readonly Phase[]): string {
  const runs = phases.map(({ samples, state, isRestart = false }) => {
    const value = state === 'faulty' ? faulty : healthy;
    return isRestart ? `stale ${run(value, 0, samples - 1)}` : run(value, 0, samples);
  });
  return [short(healthy), ...runs].join(' ');
}

/** One sample a minute; seconds since the beginning, at which promtool's clock shows 0. */
function clockValues(_series: StorySeries & { kind: 'clock' }, phases: readonly Phase[]): string {
  let minute = 0;
  const runs = phases.map(({ samples, state }) => {
    const start = minute;
    minute += samples;
    return state === 'faulty' ? run(start * 60, 0, samples) : run((start + 1) * 60, 60, samples);
  });
  return ['0', ...runs].join(' ');
}

/** promtool's notation: a first value and so many steps after it. */
function run(start: number, step: number, samples: number): string {
  return `${short(start)}+${short(step)}x${samples - 1}`;
}

/** Binary fractions would add up to long tails. */
function short(value: number): string {
  return String(Number(value.toPrecision(12)));
}
