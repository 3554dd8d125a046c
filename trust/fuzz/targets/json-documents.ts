/** Documents stay documents: with secrets in them, within each other, and with whatever texts as values. */
import { telling } from '../corpus/log-texts.js';
import type { Chance } from '../inputs/chance.js';
import { difference, shown, type Target } from '../target.js';
import { redactor } from './redaction.js';

const SECRET_KEYS = [
  'password',
  'db.password',
  'x-api-key',
  'Authorization',
  'refreshToken',
  'cookie',
  'otp',
  'client secret',
];
const PLAIN_KEYS = ['id', 'name', 'note', '__proto__', 'constructor', 'a b', '', 'total', 'card', 'list'];
const NUMBERS = [0, -1, 1.5e300, 4111111111111111, 1e21, 1234567890123];

interface Built {
  readonly document: object;
  readonly secrets: string[];
}

function documentOf(input: string, chance: Chance, depth = 0): Built {
  const secrets: string[] = [];
  const plant = (): string => secrets[secrets.push(chance.text('abcdefghjkmnpqrstuvwxyz23456789', 14)) - 1]!;
  const entries = Array.from({ length: 1 + chance.below(4) }, () => entryOf());
  return { document: Object.fromEntries(entries), secrets };

  function entryOf(): [string, unknown] {
    return chance.oneIn(3) ? [chance.pick(SECRET_KEYS), secretValue()] : [chance.pick(PLAIN_KEYS), plainValue()];
  }

  function secretValue(): unknown {
    const secret = plant();
    return chance.pick<unknown>([
      secret,
      `${secret} "quoted" \\ ${secret}`,
      { inner: secret },
      [secret, 1],
      { a: [{ b: secret }] },
    ]);
  }

  function plainValue(): unknown {
    if (depth < 2 && chance.oneIn(3)) {
      const inner = documentOf(input, chance, depth + 1);
      secrets.push(...inner.secrets);
      return chance.oneIn(2) ? JSON.stringify(inner.document) : inner.document;
    }
    return chance.pick<unknown>([input, chance.pick(NUMBERS), null, true, [chance.pick(NUMBERS), input], []]);
  }
}

function checkDocument(input: string, chance: Chance): string | undefined {
  const { document, secrets } = documentOf(input, chance);
  const text = JSON.stringify(document, null, chance.pick([0, 2]));
  const hidden = redactor.redactJson(text);
  const secret = secrets.find((one) => hidden.includes(one));
  if (secret !== undefined && text.includes(secret)) return `${secret} of ${shown(text)} survives in ${shown(hidden)}`;
  return parsed(hidden) === undefined
    ? `${shown(text)} is no document any more: ${shown(hidden)}`
    : difference('its keys', keysOf(hidden), keysOf(text));
}

function keysOf(text: string): string[] {
  return Object.keys(parsed(text) ?? {});
}

function parsed(text: string): object | undefined {
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

export const documentTargets: readonly Target[] = [{ name: 'redactor-json', corpus: telling, check: checkDocument }];
