/** A process in which applications come and go; after each it tells what is left. */
import 'reflect-metadata';
import type { Platform } from '../platform.js';
import { readVitals, type Vitals } from '../vitals/vitals.js';
import { changedPlaces, readPlaces } from './global-patches.js';
import { pendingTimers, watchTimers } from './pending-timers.js';
import { liveOnce } from './reloaded-application.js';

export interface Left {
  readonly vitals: Vitals;
  /** Functions of Node that are not what they were before the first application. */
  readonly patched: readonly string[];
  readonly warnings: readonly string[];
}

const warnings: string[] = [];
process.on('warning', ({ name, message }) => warnings.push(`${name}: ${message}`));
watchTimers();
const before = readPlaces();

async function left(): Promise<Left> {
  const vitals = await readVitals({}, { timers: await pendingTimers() });
  return { vitals, patched: changedPlaces(before, readPlaces()), warnings: warnings.splice(0) };
}

process.on('message', ([platform, tracesEndpoint]: [Platform, string]) => {
  void liveOnce(platform, tracesEndpoint)
    .then(left)
    .then((answer) => process.send!(answer));
});
process.on('disconnect', () => process.exit());
process.send!('ready');
