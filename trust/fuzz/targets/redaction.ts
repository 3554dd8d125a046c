/** The redactor: a secret is gone wherever it stands, what is none stays, and what is shown can be shown again. */
import { built } from '../built.js';
import { harmless, telling } from '../corpus/log-texts.js';
import type { Chance } from '../inputs/chance.js';
import { withSecret } from '../inputs/planted-secrets.js';
import { difference, shown, type Target } from '../target.js';

interface Redactor {
  redactText(text: string): string;
  redactUrl(text: string): string;
  redactJson(text: string): string;
  redactValue(value: unknown): unknown;
}
interface TextRule {
  readonly pattern: RegExp;
  readonly hide?: (match: string, mark: string) => string;
}

const { Redactor } = built<{ Redactor: new (config: object) => Redactor }>('security/index.js');
const { TEXT_RULES } = built<{ TEXT_RULES: readonly TextRule[] }>('security/redaction-rules.js');

const MARK = '[REDACTED]';
const detect = { email: false, iban: false, ssn: false };
export const redactor = new Redactor({ keys: [], patterns: [], replacement: MARK, detect, custom: undefined });

/** What is said about a secret without quotes is believed up to so many characters: behind them, more of it is found the second time. */
const MAX_SPOKEN_LENGTH = 250;

/** A name may be one only beside what was hidden, so the second time may hide more; the third finds nothing new. */
function checkText(input: string): string | undefined {
  const hidden = redactor.redactText(input);
  const again = redactor.redactText(hidden);
  const isShort = input.length <= MAX_SPOKEN_LENGTH;
  return (
    (isShort ? difference('redacted a third time', redactor.redactText(again), again) : undefined) ?? overlooked(hidden)
  );
}

/** Every pattern is tried, with none of the short cuts that spare most texts the trial. */
function overlooked(hidden: string): string | undefined {
  const rule = TEXT_RULES.find(({ pattern, hide }) =>
    [...hidden.matchAll(pattern)].some(
      ([match, kept]) =>
        !match.includes(MARK) && (hide === undefined || typeof kept === 'string' || hide(match, MARK) !== match),
    ),
  );
  return rule === undefined
    ? undefined
    : `${shown(hidden)} still has what ${String(rule.pattern).slice(0, 200)} is for`;
}

function checkSecret(input: string, chance: Chance): string | undefined {
  const { text, core } = withSecret(input, chance);
  const hidden = redactor.redactText(text);
  return hidden.includes(core) ? `${core} of ${shown(text)} survives in ${shown(hidden)}` : undefined;
}

function checkUrl(input: string, chance: Chance): string | undefined {
  const core = chance.text('abcdefghijkmnpqrstuvwxyz23456789', 12);
  const name = chance.pick([
    'access_token',
    'api_key',
    'sig',
    'X-Amz-Signature',
    'pass%77ord',
    'client.secret',
    'code',
  ]);
  const url = `/callback?state=1&${name}=${core}&q=${encodeURIComponent(wellFormed(input))}#${name}=${core}`;
  const hidden = redactor.redactUrl(url);
  return hidden.includes(core) ? `${core} of ${shown(url)} survives in ${shown(hidden)}` : undefined;
}

/** Lines without secrets, one or several at once. */
function checkHarmless(_input: string, chance: Chance): string | undefined {
  const lines = Array.from({ length: 1 + chance.below(4) }, () => chance.pick(harmless));
  const text = lines.join(chance.pick(['\n', ' | ', '\t']));
  return difference('what holds no secret', redactor.redactText(text), text);
}

export const redactionTargets: readonly Target[] = [
  {
    name: 'redactor-text',
    corpus: [...telling, ...harmless],
    check: checkText,
    read: (text) => redactor.redactText(text),
  },
  { name: 'redactor-planted', corpus: harmless, check: checkSecret },
  {
    name: 'redactor-url',
    corpus: [...telling, ...harmless],
    check: checkUrl,
    read: (text) => redactor.redactUrl(text),
  },
  { name: 'redactor-harmless', corpus: harmless, check: checkHarmless },
];

function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
