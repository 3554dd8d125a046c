/** The type of `capture.rules`. Text is a list of moments, `failed,slow`, or JSON. */
import type { CaptureRule } from './capture.options.js';
import { splitList } from './collection-types.js';
import { nearestName } from './did-you-mean.js';
import { fromJson, isRecord, judge, refuse, type Complaint, type OptionType } from './option-type.js';
import type { CaptureRuleConfig } from './resolved-config.js';

const EXAMPLE = "{ when: 'failed', route: '/orders/:id' }";
const MOMENTS: ReadonlySet<unknown> = new Set(['failed', 'slow', 'always']);

interface Part {
  readonly isValid: (value: unknown) => boolean;
  readonly fact: string;
  readonly fix: string;
}

const PARTS: Readonly<Record<keyof CaptureRule, Part>> = {
  when: { isValid: (value) => MOMENTS.has(value), fact: 'must be failed, slow or always', fix: "write e.g. 'failed'" },
  route: {
    isValid: (value) => isAbsentOr(value, typeof value === 'string' && value.startsWith('/')),
    fact: "must start with '/'",
    fix: "write e.g. '/orders/:id' or '/internal/*'",
  },
  method: {
    isValid: (value) => isAbsentOr(value, typeof value === 'string' && /^[A-Z]+$/.test(value)),
    fact: 'must be a verb in capitals',
    fix: "write e.g. 'POST'",
  },
  match: {
    isValid: (value) => isAbsentOr(value, typeof value === 'function'),
    fact: 'must be a function',
    fix: 'write e.g. ({ status }) => status === 409, in code',
  },
  sampleRatio: {
    isValid: (value) => isAbsentOr(value, typeof value === 'number' && value >= 0 && value <= 1),
    fact: 'must be a number from 0 to 1',
    fix: 'write e.g. 0.1',
  },
  slowMs: {
    isValid: (value) => isAbsentOr(value, typeof value === 'number' && value > 0),
    fact: 'must be a number above 0',
    fix: 'write e.g. 500',
  },
};

export const captureRules: OptionType = {
  name: 'list of capture rules',
  textExample: 'failed,slow',
  fromText: (given) => (given.startsWith('[') ? fromJson(given) : splitList(given).map((when) => ({ when }))),
  check: (candidate) => {
    if (!Array.isArray(candidate)) return refuse('must be a list of rules', `write e.g. [${EXAMPLE}]`);
    const complaints = candidate.flatMap(complaintsAbout);
    return complaints.length > 0 ? { complaints } : judge(candidate.map(toRule), []);
  },
};

function complaintsAbout(rule: unknown, at: number): Complaint[] {
  if (!isRecord(rule)) return [{ at: `[${at}]`, fact: 'must be a rule', got: rule, fix: `write e.g. ${EXAMPLE}` }];
  const unknown = Object.keys(rule).filter((key) => !(key in PARTS));
  return [...unknown.map((key) => unknownKey(key, at)), ...badParts(rule, at)];
}

function badParts(rule: Record<string, unknown>, at: number): Complaint[] {
  return Object.entries(PARTS).flatMap(([key, { isValid, fact, fix }]) =>
    isValid(rule[key]) ? [] : [{ at: `[${at}].${key}`, fact, got: rule[key], fix }],
  );
}

function unknownKey(key: string, at: number): Complaint {
  const near = nearestName(key, Object.keys(PARTS));
  const fix = near ? `rename it (did you mean ${near}?)` : `use ${Object.keys(PARTS).join(', ')}`;
  return { at: `[${at}].${key}`, fact: 'is not an option', fix, code: 'OBS_ERR_OPTION_UNKNOWN' };
}

function toRule({ when, route, method, match, sampleRatio = 1, slowMs }: CaptureRule): CaptureRuleConfig {
  return { when, route, method, match, sampleRatio, slowMs };
}

function isAbsentOr(value: unknown, isValid: boolean): boolean {
  return value === undefined || isValid;
}
