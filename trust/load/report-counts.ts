/** Judges what was counted: by what the server has done, and by what the clients know that waited for their answers. */
import type { Trial } from '../harness/trial.js';
import type { Platform } from './platform.js';
import type { Comparison } from './busy/comparisons.js';
import type { Seen } from './clients/visit.js';

/** `GET /steady 200`, `POST 200`. */
const PLACE = /^[A-Z]+ (?:\S+ )?\d{3}$/;

/** Returns how many requests were served so far. */
export function reportCounts(trial: Trial, platform: Platform, seen: Seen, comparisons: readonly Comparison[]): number {
  const attackClass = `load.counts.${platform}`;
  const reproduce = `seed ${trial.seed}`;
  trial.tried(`load.active.${platform}`, comparisons.filter(({ name }) => isActive(name)).length);
  for (const { name, truth, told } of comparisons)
    if (truth !== told) trial.lost(classOf(name, platform), `${name}: ${told} told, ${truth} in truth`, reproduce);
  for (const [place, answers] of Object.entries(seen.answered)) {
    const counted = comparisons.find(({ name }) => name === place)?.told ?? 0;
    if (counted !== answers) trial.lost(attackClass, `${place}: ${counted} counted, ${answers} answered`, reproduce);
  }
  for (const complaint of seen.complaints.splice(0)) trial.lost(attackClass, complaint, reproduce);
  return tellServed(trial, attackClass, comparisons);
}

/** What is still active when nobody is there is another promise than what was counted. */
function classOf(name: string, platform: Platform): string {
  return `load.${isActive(name) ? 'active' : 'counts'}.${platform}`;
}

function isActive(name: string): boolean {
  return /_active$|_bytes$/.test(name);
}

function tellServed(trial: Trial, attackClass: string, comparisons: readonly Comparison[]): number {
  const served = comparisons.reduce((sum, { name, truth }) => sum + (PLACE.test(name) ? truth : 0), 0);
  trial.figure(attackClass, 'requests', String(served));
  return served;
}
