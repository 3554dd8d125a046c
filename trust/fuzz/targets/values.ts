/** Values of any kind, as they are logged, captured or sent to a database: copied without secrets, and never changed. */
import { anything, sample } from 'fast-check';
import { inspect } from 'node:util';
import { built } from '../built.js';
import { telling } from '../corpus/log-texts.js';
import type { Chance } from '../inputs/chance.js';
import { difference, shown, type Target } from '../target.js';
import { redactor } from './redaction.js';

const { scrubDocument } = built<{ scrubDocument(document: unknown): string }>('security/index.js');

const anyValue = anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true,
});

const SECRET_KEYS = ['password', 'apiKey', 'x-auth-token', 'session.cookie', 'CLIENT_SECRET', 'creditCard'];

function checkValue(input: string, chance: Chance): string | undefined {
  const [random] = sample(anyValue, { seed: chance.below(2 ** 31), numRuns: 1 });
  const secret = chance.text('abcdefghjkmnpqrstuvwxyz23456789', 14);
  const hidden = chance.pick<unknown>([
    secret,
    { a: [secret] },
    [[secret]],
    new Map([[input, secret]]),
    new Set([secret]),
  ]);
  const own = Object.fromEntries([
    [chance.pick(SECRET_KEYS), hidden],
    [input, random],
    ['note', input],
  ]);
  const value = chance.oneIn(2) ? own : [own, new Map([['own', own]]), Object.assign(new Error(input), own)];
  const before = inspect(value, { depth: 4 });
  const text = JSON.stringify(redactor.redactValue(value));
  if (text.includes(secret)) return `${secret} of ${before} survives in ${shown(text)}`;
  return difference('what was given', inspect(value, { depth: 4 }), before) ?? checkShape(own, secret);
}

/** The shape of a document shows its keys, and nothing else. */
function checkShape(document: object, secret: string): string | undefined {
  const shape = scrubDocument(document);
  if (shape.includes(secret)) return `${secret} survives in ${shown(shape)}`;
  return difference('its length', shape.length <= 4_096, true);
}

export const valueTargets: readonly Target[] = [{ name: 'redactor-values', corpus: telling, check: checkValue }];
