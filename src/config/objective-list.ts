/** The type of `slos`: what the service promises, as its owner writes it, and what that amounts to. */
import type { Problem } from '../kernel/index.js';
import { nearestName } from './did-you-mean.js';
import { canPage, SMALLEST_OBJECTIVE } from './error-budget.js';
import { indicatorComplaints, selectorComplaints } from './indicator.js';
import type { CounterSelector, Indicator, ObjectiveConfig, ObjectiveSelector } from './objective.js';
import type { ObjectiveOptions } from './objective.options.js';
import { fromJson, isRecord, judge, refuse, type Complaint, type OptionType } from './option-type.js';
import { showValue } from './show-value.js';

const EXAMPLE = "{ name: 'orders', objective: 0.999, window: '28d', indicator: 'availability' }";
const KEYS = ['name', 'objective', 'window', 'indicator', 'selector', 'description', 'health'];
const MAX_WINDOW_DAYS = 90;
const DEFAULT_WINDOW = '28d';

export const objectiveList: OptionType = {
  name: 'list of objectives',
  textExample: '[{"name":"orders","objective":0.999,"window":"28d","indicator":"availability"}]',
  fromText: fromJson,
  check: (candidate) => {
    if (!Array.isArray(candidate)) return refuse('must be a list of objectives', `write e.g. [${EXAMPLE}]`);
    const complaints = candidate.flatMap((item, at) => [
      ...placed(`[${at}]`, objectiveComplaints(item)),
      ...placed(`[${at}]`, uniqueness(item, candidate.slice(0, at))),
    ]);
    return complaints.length > 0 ? { complaints } : judge(candidate.map(toObjective), []);
  },
};

/** What is wrong with one objective, told as that of a place in the application's code. */
export function problemsOfObjective(place: string, candidate: unknown): Problem[] {
  return objectiveComplaints(candidate).map((complaint) => ({
    code: complaint.code ?? 'OBS_ERR_OPTION_INVALID',
    fact: `${place}: ${complaint.at?.slice(1) ?? 'its options'} ${complaint.fact}`,
    got: showValue('got' in complaint ? complaint.got : candidate),
    fix: complaint.fix,
  }));
}

/** Of options that nothing is wrong with. */
export function toObjective(options: ObjectiveOptions): ObjectiveConfig {
  const { name, description, objective, window = DEFAULT_WINDOW, indicator = 'availability', selector = {} } = options;
  return {
    name,
    description,
    objective,
    windowDays: daysOf(window)!,
    indicator: toIndicator(indicator),
    selector: toSelector(selector),
    degradesHealth: options.health === 'degraded',
  };
}

function objectiveComplaints(candidate: unknown): Complaint[] {
  if (!isRecord(candidate)) return [{ fact: 'must be an objective', got: candidate, fix: `write e.g. ${EXAMPLE}` }];
  const unknown = Object.keys(candidate).filter((key) => !KEYS.includes(key));
  return [
    ...unknown.map(unknownKey),
    ...placed('.name', nameComplaints(candidate.name)),
    ...placed('.objective', shareComplaints(candidate.objective)),
    ...placed('.window', windowComplaints(candidate.window)),
    ...placed('.indicator', indicatorComplaints(candidate.indicator)),
    ...placed('.selector', selectorComplaints(candidate.selector, candidate.indicator)),
    ...placed('.description', textComplaints(candidate.description)),
    ...placed('.health', healthComplaints(candidate.health)),
  ];
}

function placed(place: string, complaints: readonly Complaint[]): Complaint[] {
  return complaints.map((complaint) => ({ ...complaint, at: `${place}${complaint.at ?? ''}` }));
}

function unknownKey(key: string): Complaint {
  const near = nearestName(key, KEYS);
  const fix = near ? `rename it (did you mean ${near}?)` : `use ${KEYS.join(', ')}`;
  return { at: `.${key}`, fact: 'is not an option', fix, code: 'OBS_ERR_OPTION_UNKNOWN' };
}

function nameComplaints(name: unknown): Complaint[] {
  if (typeof name === 'string' && /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) return [];
  return [{ fact: 'must be lower-case words with hyphens', got: name, fix: "write e.g. 'orders-latency'" }];
}

function uniqueness(item: unknown, before: readonly unknown[]): Complaint[] {
  const name = isRecord(item) ? item.name : undefined;
  const isTaken = name !== undefined && before.some((other) => isRecord(other) && other.name === name);
  return isTaken
    ? [{ at: '.name', fact: 'is used twice', got: name, fix: 'give each objective a name of its own' }]
    : [];
}

function shareComplaints(share: unknown): Complaint[] {
  if (typeof share !== 'number' || !(share > 0 && share < 1))
    return [{ fact: 'must be a share above 0 and below 1', got: share, fix: fixShare(share) }];
  if (canPage(share)) return [];
  const fact = 'allows so many failures that its page alert can never fire, not even when everything fails';
  return [{ fact, got: share, fix: `raise it to ${SMALLEST_OBJECTIVE} or more` }];
}

/** 99.9 was meant as per cent. */
function fixShare(share: unknown): string {
  const isPercent = typeof share === 'number' && share > 1 && share < 100;
  return `write e.g. ${isPercent ? Number((share / 100).toFixed(12)) : 0.999}`;
}

function windowComplaints(window: unknown): Complaint[] {
  const days = window === undefined ? 1 : daysOf(window);
  if (days !== undefined && days >= 1 && days <= MAX_WINDOW_DAYS) return [];
  return [{ fact: `must be 1 to ${MAX_WINDOW_DAYS} whole days`, got: window, fix: "write e.g. '28d' or 28" }];
}

function daysOf(window: unknown): number | undefined {
  const days = typeof window === 'string' && /^\d+d$/.test(window) ? Number.parseInt(window, 10) : window;
  return Number.isInteger(days) ? (days as number) : undefined;
}

function textComplaints(description: unknown): Complaint[] {
  if (description === undefined || (typeof description === 'string' && description.trim() !== '')) return [];
  return [{ fact: 'must be a non-empty string', got: description, fix: 'write a sentence, or leave it out' }];
}

function healthComplaints(health: unknown): Complaint[] {
  if (health === undefined || health === 'degraded') return [];
  return [{ fact: "must be 'degraded'", got: health, fix: "write 'degraded', or leave it out" }];
}

function toIndicator(indicator: NonNullable<ObjectiveOptions['indicator']>): Indicator {
  if (indicator === 'availability') return { type: 'availability' };
  if ('latencyMs' in indicator) return { type: 'latency', thresholdMs: indicator.latencyMs };
  return { type: 'ratio', good: toCounter(indicator.good), total: toCounter(indicator.total) };
}

function toCounter(counter: string | CounterSelector): CounterSelector {
  if (typeof counter === 'string') return { metric: counter };
  return { metric: counter.metric, ...(counter.labels && { labels: { ...counter.labels } }) };
}

function toSelector({ routes, methods, handlers }: ObjectiveSelector): ObjectiveSelector {
  return {
    ...(routes && { routes: [...routes] }),
    ...(methods && { methods: methods.map((method) => method.toUpperCase()) }),
    ...(handlers && { handlers: [...handlers] }),
  };
}
