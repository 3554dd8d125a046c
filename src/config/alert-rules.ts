/** The type of `alerts.rules`: by name of the alert, other numbers than the usual ones, or false for none. */
import { alertDefaults } from './alert.options.js';
import { nearestName } from './did-you-mean.js';
import { fromJson, isRecord, judge, refuse, type Complaint, type OptionType } from './option-type.js';

const NAMES = Object.keys(alertDefaults);
const EXAMPLE = '{ HighErrorRate: { threshold: 0.02, forMinutes: 10 }, QueueBacklog: false }';

export const alertRules: OptionType = {
  name: 'record of alerts',
  textExample: '{"HighErrorRate":{"threshold":0.02},"QueueBacklog":false}',
  fromText: fromJson,
  check: (candidate) => {
    if (!isRecord(candidate)) return refuse('must be a record of alerts', `write e.g. ${EXAMPLE}`);
    return judge(
      structuredClone(candidate),
      Object.entries(candidate).flatMap(([name, rule]) => ruleComplaints(name, rule)),
    );
  },
};

function ruleComplaints(name: string, rule: unknown): Complaint[] {
  const at = `.${name}`;
  if (!NAMES.includes(name)) {
    const nearest = nearestName(name, NAMES);
    const fix = nearest === undefined ? `use one of ${NAMES.join(', ')}` : `write ${nearest}`;
    return [{ at, fact: 'is no alert', fix }];
  }
  if (rule === false) return [];
  if (!isRecord(rule)) return [{ at, fact: 'must be false or its numbers', got: rule, fix: `write e.g. ${EXAMPLE}` }];
  return Object.entries(rule).flatMap(([key, value]) => numberComplaints(`${at}.${key}`, key, value));
}

function numberComplaints(at: string, key: string, value: unknown): Complaint[] {
  if (key !== 'threshold' && key !== 'forMinutes')
    return [{ at, fact: 'is not known', fix: 'use threshold or forMinutes' }];
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return [];
  return [{ at, fact: 'must be a number of at least 0', got: value, fix: 'write e.g. 0.05' }];
}
