// Makes the desk faulty in stages, and takes the time until each alert arrives at the webhook and until it is told to be over.
import { setTimeout as delay } from 'node:timers/promises';
import { begin, end, stages } from './faults.mjs';

const healthyMs = 5 * 60_000;
/** In which the last of a stage's alerts must arrive: a window of five minutes, and five more that it must stay true. */
const firingTimeoutMs = 30 * 60_000;
/** An hour's window, and what it takes to tell. */
const overTimeoutMs = 90 * 60_000;
/** However short windows are, the desk and its users take their time. */
const leastTimeoutMs = 90_000;
const betweenLooksMs = 100;

/**
 * @param run { desk, received, factor, say }: the desk's URL, what the webhook is told, how many times faster everything
 *   goes, and who is told of each step
 * @returns a row per alert that the stages must set off: { alert, faults, firedSeconds, overSeconds }, the last two undefined
 *   where it did not come in time
 */
export async function runFaults(run) {
  await delay(healthyMs / run.factor);
  const rows = [];
  for (const stage of stages) rows.push(...(await runStage(stage, run)));
  const areOver = () => rows.every(({ alert, endedAtMs }) => run.received.timeOf(alert, 'resolved', endedAtMs));
  await until(areOver, overTimeoutMs / run.factor);
  return rows.map((row) => finished(row, run));
}

async function runStage({ faults, alerts }, { desk, received, factor, say }) {
  say(`Faults: ${faults.join(', ')}`);
  const beganAtMs = performance.now();
  await begin(desk, faults);
  await until(() => alerts.every((alert) => received.timeOf(alert, 'firing', beganAtMs)), firingTimeoutMs / factor);
  await end(desk, faults);
  const endedAtMs = performance.now();
  say(`No longer: ${faults.join(', ')}`);
  return alerts.map((alert) => ({ alert, faults, beganAtMs, endedAtMs }));
}

async function until(isSo, timeoutMs) {
  const deadlineMs = performance.now() + Math.max(leastTimeoutMs, timeoutMs);
  while (!isSo() && performance.now() < deadlineMs) await delay(betweenLooksMs);
}

function finished({ alert, faults, beganAtMs, endedAtMs }, { received }) {
  const fired = received.timeOf(alert, 'firing', beganAtMs);
  const over = received.timeOf(alert, 'resolved', endedAtMs);
  return { alert, faults, firedSeconds: seconds(beganAtMs, fired), overSeconds: seconds(endedAtMs, over) };
}

function seconds(fromMs, toMs) {
  return toMs === undefined ? undefined : Math.round((toMs - fromMs) / 100) / 10;
}
