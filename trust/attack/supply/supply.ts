/** The supply chain: what installing the package would run, bring along and trust. */
import type { Trial } from '../../harness/trial.js';
import { lockProblems } from './lock.js';
import { manifestProblems } from './manifest.js';
import { tarballProblems } from './tarball.js';
import { auditProblems } from './audit.js';

const SUPPLY = 'attack.supply';

export function trySupply(trial: Trial): void {
  // What npm has to be asked takes longer than a short run has.
  const slow = trial.isShort ? {} : { 'the published files': tarballProblems };
  const checks = { 'package.json': manifestProblems, 'package-lock.json': lockProblems, ...slow };
  for (const [name, problemsOf] of Object.entries(checks)) {
    const { count, problems } = problemsOf();
    trial.tried(SUPPLY, count);
    for (const problem of problems) trial.lost(SUPPLY, problem, name);
  }
  if (trial.isShort) return;
  const audit = auditProblems();
  trial.figure(SUPPLY, 'npm audit', audit === undefined ? 'the registry did not answer' : `${audit.length} advisories`);
  for (const problem of audit ?? []) trial.lost(SUPPLY, problem, 'npm audit');
}
