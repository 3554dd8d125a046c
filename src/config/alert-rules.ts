/** The type of `alerts.rules`: by name of the alert, other numbers than the usual ones, or false for none. */
import { alertDefaults, type AlertName, type AlertRule } from './alert.options.js';
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
  return [
    ...Object.entries(rule).flatMap(([key, value]) => numberComplaints(`${at}.${key}`, key, value)),
    ...limitComplaints(`${at}.threshold`, rule.threshold, alertDefaults[name as AlertName]),
  ];
}

function numberComplaints(at: string, key: string, value: unknown): Complaint[] {
  if (key !== 'threshold' && key !== 'forMinutes')
    return [{ at, fact: 'is not known', fix: 'use threshold or forMinutes' }];
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return [];
  return [{ at, fact: 'must be a number of at least 0', got: value, fix: 'write e.g. 0.05' }];
}

/** An alert that can never fire looks like health. */
function limitComplaints(at: string, threshold: unknown, { measure, largest }: AlertRule): Complaint[] {
  if (largest === undefined || typeof threshold !== 'number' || threshold < largest) return [];
  const fact = `can never be exceeded: it is compared with a ${measure}`;
  return [{ at, fact, got: threshold, fix: `write a number below ${largest}, e.g. ${meantAsPerCent(threshold)}` }];
}

function meantAsPerCent(threshold: number): number {
  return threshold > 1 && threshold < 100 ? Number((threshold / 100).toFixed(12)) : 0.99;
}
