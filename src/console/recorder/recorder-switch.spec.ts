import { Diagnostics } from '../../kernel/index.js';
import { ManualClock } from '../../testing/index.js';
import { RecorderSwitch } from './recorder-switch.js';

const warnings: string[] = [];
let clock: ManualClock;
let diagnostics: Diagnostics;
let recorder: RecorderSwitch;

beforeEach(() => {
  warnings.length = 0;
  clock = new ManualClock();
  diagnostics = new Diagnostics((message) => void warnings.push(message));
  recorder = new RecorderSwitch({ clock, diagnostics });
});

function fail(times: number): void {
  for (let fault = 0; fault < times; fault++) {
    recorder.guard('spans', () => {
      throw new TypeError('with a secret');
    });
  }
}

it('A fault in recording reaches nobody and is counted', () => {
  fail(1);

  expect(recorder.isOn).toBe(true);
  expect([...diagnostics.failures.values()]).toEqual([{ labels: { handler: 'console', phase: 'spans' }, value: 1 }]);
});

it('Ten faults within a minute switch the recorder off, which is said once and why', () => {
  fail(9);
  const wasOn = recorder.isOn;
  fail(5);
  let ran = false;
  recorder.guard('logs', () => void (ran = true));

  expect([wasOn, recorder.isOn, ran]).toEqual([true, false, false]);
  expect(recorder.offBecause).toBe('10 faults within a minute, the last one (TypeError) while recording spans');
  expect(warnings.filter((warning) => warning.startsWith('The console records no more'))).toHaveLength(1);
});

it('Faults that are rare do not', () => {
  for (let minute = 0; minute < 20; minute++) {
    fail(9);
    clock.advance(60_000);
  }

  expect([recorder.isOn, recorder.offBecause]).toEqual([true, null]);
});
