/** Every callback that the public types declare is tried, or it is said why not. */
import { dirname } from 'node:path';
import type { Trial } from '../../harness/trial.js';
import { boundaries } from '../boundaries/index.js';
import { closingParts } from '../closing/closing-parts.js';
import { declaredCallbacks } from './declared-callbacks.js';
import { notTried } from './not-tried.js';

const ATTACK_CLASS = 'faults.declared';

export function tryDeclared(trial: Trial): void {
  const tried = new Set([...boundaries, ...closingParts].flatMap(({ covers }) => covers));
  const declared = declaredCallbacks(dirname(require.resolve('nestjs-observability')));
  for (const name of declared)
    trial.expect(ATTACK_CLASS, tried.has(name) || name in notTried, `no fault is tried in ${name}`, name);
  for (const name of [...tried, ...Object.keys(notTried)])
    trial.expect(ATTACK_CLASS, declared.includes(name), `${name} is no longer declared`, name);
}
