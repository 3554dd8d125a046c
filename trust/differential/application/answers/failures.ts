/** Handlers that fail, by every way of failing. */
import { setTimeout } from 'node:timers/promises';
import { throwError, timer } from 'rxjs';
import { mergeMap } from 'rxjs/operators';
import { faultNames, faultOf, raise, type FaultName } from '../faults.js';
import type { Answer, Answers } from './answer.js';

const LATE_MS = 3;

type FailureName = `throws-${FaultName}`;

const thrown = Object.fromEntries(
  faultNames.map((name): [FailureName, Answer] => [`throws-${name}`, { run: () => raise(name) }]),
) as Answers<FailureName>;

export const failures = {
  ...thrown,
  'rejects-plain': { run: () => Promise.reject(faultOf('plain')) },
  'rejects-null': { run: () => Promise.reject(faultOf('null')) },
  'rejects-late': { run: () => setTimeout(LATE_MS).then(() => raise('not-found')) },
  'observable-fails': { run: () => throwError(() => faultOf('teapot')) },
  'observable-fails-late': { run: () => timer(LATE_MS).pipe(mergeMap(() => throwError(() => faultOf('text')))) },
} as const satisfies Answers;
