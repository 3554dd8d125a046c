/** What an objective's figures come to: how it stands, in a tone and in words. */
import { formatDuration } from '../../format/duration.js';
import type { Tone } from '../../components/tone.js';
import type { ObjectiveRow } from '../../../shapes/index.js';

/** Fewer events say little: a single failure burns a budget hundreds of times too fast. */
export const LEAST_EVENTS = 10;

export interface Standing {
  readonly tone: Tone;
  readonly words: string;
}

export function standingOf({ good, bad, alerts, budgetRemaining }: ObjectiveRow): Standing {
  const firing = alerts.filter(({ isFiring }) => isFiring);
  if (good + bad === 0) return { tone: 'neutral', words: 'no events yet' };
  if (good + bad < LEAST_EVENTS && bad > 0) return { tone: 'warn', words: 'too few events to tell' };
  if (firing.some(({ severity }) => severity === 'critical')) return { tone: 'error', words: 'would page' };
  if (budgetRemaining <= 0) return { tone: 'error', words: 'budget spent' };
  if (firing.length > 0) return { tone: 'warn', words: 'would open a ticket' };
  return { tone: 'ok', words: 'within budget' };
}

/** `99.9 % of requests succeed within 300 ms, over 28 days`. */
export function promiseOf({ objective, indicator, thresholdMs, window }: ObjectiveRow): string {
  const what = {
    availability: 'of requests succeed',
    latency: `of requests succeed within ${formatDuration(thresholdMs)}`,
    ratio: 'of events are good',
  }[indicator];
  const percent = Number((objective * 100).toFixed(4));
  return `${percent}\u00a0% ${what}, over ${window.replace(/d$/, '\u00a0days')}`;
}

/** Those that need somebody first: by what alerts say, then by what is left. */
export function worstFirst(objectives: readonly ObjectiveRow[]): ObjectiveRow[] {
  return objectives.toSorted((left, right) => rank(right) - rank(left) || left.budgetRemaining - right.budgetRemaining);
}

const ranks: Readonly<Partial<Record<Tone, number>>> = { error: 2, warn: 1 };

function rank(row: ObjectiveRow): number {
  return ranks[standingOf(row).tone] ?? 0;
}

/** The share of all that was bad, by route: those that burn none of it are left out. */
export function burningRoutes({ routes, bad }: ObjectiveRow): readonly { name: string; bad: number; share: number }[] {
  const burning = routes.filter((route) => route.bad > 0);
  const whole = Math.max(
    bad,
    burning.reduce((total, route) => total + route.bad, 0),
  );
  return burning.map((route) => ({ name: route.name, bad: route.bad, share: route.bad / whole }));
}

export function wholePercent(share: number): string {
  return share > 0 && share < 0.01 ? '<1\u00a0%' : `${Math.round(share * 100)}\u00a0%`;
}

/** `GET /orders/:id` in the grammar of the pages of traces. */
export function queryOf(routeName: string): string {
  const [method = '', ...path] = routeName.split(' ');
  return `route:${JSON.stringify(path.join(' '))} method:${method}`;
}
