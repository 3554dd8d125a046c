/**
 * Objectives from the counters of good and bad events, so that the numbers hold over all instances and restarts: indicator
 * and budget over each objective's own window, burn rates over the alerts' windows.
 */
import type { MetricDefinition } from '../../kernel/index.js';
import type { Objective } from '../../slo/index.js';
import type { ProvisioningInput } from '../provisioning.js';
import type { DashboardPlan } from './dashboard.js';
import type { PanelDraft } from './model.js';
import { timeseries } from './panels.js';
import { table, withOverride } from './tables.js';
import { PanelQueries } from './panel-queries.js';

const SECONDS_PER_DAY = 86_400;
const by = ['slo'];
/** Those of the alerts that tell most: is it burning now, for how long, does it matter. */
const burnWindows = ['5m', '1h', '6h', '3d'];
/** Each point of these reads weeks of samples. */
const POINTS_OF_WEEKS = 60;

export function sloPlans(input: ProvisioningInput): DashboardPlan[] {
  const narrowed = new PanelQueries(input, by);
  const events = narrowed.find('slo_events_total');
  const target = narrowed.find('slo_objective_ratio');
  if (events === undefined || target === undefined || input.objectives.length === 0) return [];
  const math = new ObjectiveMath(narrowed, events, target, input.objectives);
  return [
    {
      name: 'slo',
      title: 'Objectives',
      description: 'How good it was, how much of the error budget is left, and how fast it burns.',
      filters: [{ label: 'slo', selector: new PanelQueries(input).series(events) }],
      from: 'now-6h',
      refresh: '5m',
      sections: [
        { title: undefined, panels: [summary(math, input.objectives)] },
        { title: 'Over time', panels: [budget(math), burnRate(math), indicator(math), eventRates(narrowed, events)] },
      ],
    },
  ];
}

class ObjectiveMath {
  constructor(
    private readonly queries: PanelQueries,
    private readonly events: MetricDefinition,
    private readonly target: MetricDefinition,
    private readonly objectives: readonly Objective[],
  ) {}

  get goal(): string {
    return `max by (slo) (${this.queries.selector(this.target)})`;
  }

  /** Share of bad events; nothing without traffic, 0 before the first bad one. */
  badShare(over: string, matchers: readonly string[] = []): string {
    const all = this.queries.rate(this.events, { by, over, matchers });
    const bad = this.queries.rate(this.events, { by, over, matchers: [...matchers, 'outcome="bad"'] });
    return `(${bad} or 0 * ${all}) / (${all} > 0)`;
  }

  burn(over: string): string {
    return `(${this.badShare(over)}) / (1 - ${this.goal})`;
  }

  get indicator(): string {
    return this.perWindow((share) => `1 - (${share})`);
  }

  get budgetLeft(): string {
    return this.perWindow((share) => `1 - (${share}) / (1 - ${this.goal})`);
  }

  /** Seconds until nothing is left if it goes on like in the last hour; nothing while no budget is spent. */
  get exhaustion(): string {
    const burning = `(${this.burn('1h')} > 0)`;
    return this.perWindow((share, windowDays) => {
      const left = `clamp_min(1 - (${share}) / (1 - ${this.goal}), 0)`;
      return `${left} * ${windowDays * SECONDS_PER_DAY} / ${burning}`;
    });
  }

  /** Objectives of the same window are asked at once. */
  private perWindow(expression: (badShare: string, windowDays: number) => string): string {
    const windows = [...new Set(this.objectives.map(({ windowDays }) => windowDays))];
    const parts = windows.map((windowDays) => {
      const names = this.objectives.filter((objective) => objective.windowDays === windowDays).map(({ name }) => name);
      return expression(this.badShare(`${windowDays}d`, [`slo=~"${names.join('|')}"`]), windowDays);
    });
    return parts.length === 1 ? parts.join('') : parts.map((part) => `(${part})`).join(' or ');
  }
}

function summary(math: ObjectiveMath, list: readonly Objective[]): PanelDraft {
  const windows = list.map(
    ({ name, windowDays, description }) =>
      `- **${name}**, ${windowDays} days${description === undefined ? '' : `: ${description}`}`,
  );
  return table({
    title: 'Objectives',
    description: `Each over its own window.\n\n${windows.join('\n')}`,
    unit: 'percentunit',
    width: 24,
    key: by,
    queries: [
      { expr: math.goal, legend: 'Objective' },
      { expr: math.indicator, legend: 'Indicator' },
      { expr: math.budgetLeft, legend: 'Budget left' },
      { expr: math.burn('1h'), legend: 'Burn rate, 1 h' },
      { expr: math.exhaustion, legend: 'Budget lasts for' },
    ],
    overrides: [withOverride('Burn rate, 1 h', 'short'), withOverride('Budget lasts for', 's')],
  });
}

function budget(math: ObjectiveMath): PanelDraft {
  return timeseries({
    title: 'Error budget left',
    description: 'Share of the budget of the whole window. Below 0 the objective is missed.',
    unit: 'percentunit',
    queries: [{ expr: math.budgetLeft, legend: '{{slo}}' }],
    isSigned: true,
    maxDataPoints: POINTS_OF_WEEKS,
  });
}

function burnRate(math: ObjectiveMath): PanelDraft {
  return timeseries({
    title: 'Burn rate',
    description: '1 spends the budget in exactly the window. Choose one objective above to tell the lines apart.',
    unit: 'short',
    queries: burnWindows.map((window) => ({ expr: math.burn(window), legend: `{{slo}} · ${window}` })),
    hasManySeries: true,
  });
}

function indicator(math: ObjectiveMath): PanelDraft {
  return timeseries({
    title: 'Indicator over the window',
    description: 'Share of good events over the whole window, to be compared with the objective.',
    unit: 'percentunit',
    queries: [
      { expr: math.indicator, legend: '{{slo}}' },
      { expr: math.goal, legend: '{{slo}} · objective' },
    ],
    max: 1,
    isSigned: true,
    maxDataPoints: POINTS_OF_WEEKS,
  });
}

function eventRates(queries: PanelQueries, events: MetricDefinition): PanelDraft {
  return timeseries({
    title: 'Good and bad events per second',
    description: 'What the objectives count.',
    unit: 'cps',
    queries: [{ expr: queries.rate(events, { by: ['slo', 'outcome'] }), legend: '{{slo}} · {{outcome}}' }],
    hasManySeries: true,
  });
}
