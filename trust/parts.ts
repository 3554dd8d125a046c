/** The one list of what is tried. */
import type { Part, PartName } from './part.js';

export const parts: Readonly<Record<PartName, Part>> = {
  differential: {
    title: 'with the module, an application answers as without it',
    script: 'differential/main.js',
    seconds: { short: 40, usual: 120, long: 900 },
  },
  faults: {
    title: 'whatever fails inside or around the module, the application goes on',
    script: 'faults/main.js',
    seconds: { short: 35, usual: 100, long: 600 },
  },
  fuzz: {
    title: 'no input makes it throw, stall or grow',
    script: 'fuzz/main.js',
    seconds: { short: 25, usual: 150, long: 1_200 },
  },
  load: {
    title: 'at saturation nothing grows and every request is counted',
    script: 'load/main.js',
    seconds: { short: 45, usual: 180, long: 4_200 },
  },
  conservation: {
    title: 'started = ended + active, served = counted, created = exported + dropped, the same by every way out',
    script: 'conservation/main.js',
    seconds: { short: 30, usual: 90, long: 600 },
  },
  attack: {
    title: 'what is closed stays closed, what is written stays one line',
    script: 'attack/main.js',
    seconds: { short: 25, usual: 60, long: 300 },
  },
  secrets: {
    title: 'no secret comes out by any way',
    script: 'secrets/main.js',
    seconds: { short: 20, usual: 40, long: 300 },
  },
  shutdown: {
    title: 'behind a proxy, a restart fails no request and loses no telemetry but what is said',
    script: 'shutdown/main.js',
    seconds: { short: 30, usual: 80, long: 600 },
  },
  mutation: {
    title: 'a change of the code that changes behaviour fails a test',
    script: 'mutation/main.js',
    seconds: { short: 30, usual: 80, long: 7_200 },
  },
};
