/** Restarts behind a proxy, every other way to end, and what a killed process takes with it. */
import { runPart } from '../harness/run-part.js';
import { endInEveryWay } from './endings/end-in-every-way.js';
import { kill } from './kills/kill.js';
import { rollOut } from './rollout/rollout.js';
import { Collector } from './telemetry/collector.js';

runPart('shutdown', async (trial) => {
  await endInEveryWay(trial);
  await kill(trial, 0.4);
  const collector = await Collector.start();
  await rollOut(trial, collector, 1);
  collector.stop();
});
