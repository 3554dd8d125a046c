/** Node's high-resolution time in microseconds: the clock that V8 stamps its samples with, as far as platforms agree. */
import { performance } from 'node:perf_hooks';

// Reading hrtime each time would allocate.
const originUs = readOriginUs();

export function nowUs(): number {
  return originUs + performance.now() * 1000;
}

/**
 * What has to be added to V8's times to have ours. V8 notes its start somewhere between the question and the answer; where it
 * says so, the two clocks are one.
 */
export function clockOffsetUs(v8StartUs: number, askedUs: number, answeredUs: number): number {
  const isSame = v8StartUs >= askedUs - TOLERANCE_US && v8StartUs <= answeredUs + TOLERANCE_US;
  return isSame ? 0 : askedUs - v8StartUs;
}

const TOLERANCE_US = 1000;

/** Of several readings that between whose looks at the clock the least has happened: a process may be paused at any point. */
function readOriginUs(): number {
  const readings = Array.from({ length: 10 }, () => {
    const before = hrtimeUs();
    const us = performance.now() * 1000;
    const after = hrtimeUs();
    return { spreadUs: after - before, originUs: (before + after) / 2 - us };
  });
  return readings.reduce((best, reading) => (reading.spreadUs < best.spreadUs ? reading : best)).originUs;
}

function hrtimeUs(): number {
  return Number(process.hrtime.bigint()) / 1000;
}
