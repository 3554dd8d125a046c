/**
 * The rules of a decision cycle, without database or clock: each function takes a cycle and gives the next one, or throws
 * `InvalidTransition`.
 */
import { InvalidTransition } from '../common/domain-error.js';
import type { components, cycles } from '../database/schema.js';
import { componentTypes, type ComponentType } from './component-type.js';

export type Component = Readonly<Omit<typeof components.$inferSelect, 'cycleId' | 'position'>>;
export type CycleRow = Readonly<typeof cycles.$inferSelect>;
export type Cycle = CycleRow & { readonly components: readonly Component[] };
export type NewCycle = Pick<Cycle, 'sessionId' | 'parentId' | 'title' | 'components'>;

export interface Finding {
  readonly content: string;
  /** 0 to 100; a completed cycle needs one on its `decision_quality`. */
  readonly score?: number;
}

export function newCycle(sessionId: string, title: string): NewCycle {
  return { sessionId, parentId: null, title, components: componentTypes.map(untouched) };
}

/** Starts a component, or opens a completed one again: earlier ones must be completed, and one is worked on at a time. */
export function startComponent(cycle: Cycle, type: ComponentType, at: Date): Cycle {
  requireActive(cycle);
  requireNothingInProgress(cycle);
  requireCompleted(cycle, componentTypes.slice(0, componentTypes.indexOf(type)), `${type} cannot start`);
  return withComponent(cycle, type, (component) => ({
    ...component,
    state: 'in_progress',
    visits: component.visits + 1,
    startedAt: at,
    completedAt: null,
  }));
}

export function completeComponent(cycle: Cycle, type: ComponentType, finding: Finding, at: Date): Cycle {
  requireActive(cycle);
  return withComponent(cycle, type, (component) => {
    if (component.state !== 'in_progress')
      throw new InvalidTransition(`${type} is ${component.state}; start it first.`);
    const score = finding.score ?? component.score;
    return { ...component, content: finding.content, score, state: 'completed', completedAt: at };
  });
}

/** A new cycle that shares the past up to and including `upTo`; what follows is to be thought again. */
export function branchOf(cycle: Cycle, upTo: ComponentType, title: string): NewCycle {
  const kept = componentTypes.indexOf(upTo) + 1;
  requireCompleted(cycle, componentTypes.slice(0, kept), `${upTo} cannot be branched from`);
  const past = cycle.components.slice(0, kept);
  return {
    sessionId: cycle.sessionId,
    parentId: cycle.id,
    title,
    components: [...past, ...componentTypes.slice(kept).map(untouched)],
  };
}

/** A decision is made when there is a recommendation, its quality is scored and nothing is being revisited. */
export function completeCycle(cycle: Cycle, at: Date): Cycle {
  requireActive(cycle);
  requireNothingInProgress(cycle);
  requireCompleted(cycle, ['recommendation', 'decision_quality'], 'The cycle cannot be completed');
  if (componentOf(cycle, 'decision_quality').score === null) {
    throw new InvalidTransition('The cycle cannot be completed: decision_quality has no score.');
  }
  return { ...cycle, completedAt: at };
}

export function componentOf(cycle: Cycle, type: ComponentType): Component {
  return cycle.components[componentTypes.indexOf(type)]!;
}

function untouched(type: ComponentType): Component {
  return { type, state: 'pending', content: null, score: null, visits: 0, startedAt: null, completedAt: null };
}

function withComponent(cycle: Cycle, type: ComponentType, change: (component: Component) => Component): Cycle {
  return { ...cycle, components: cycle.components.map((each) => (each.type === type ? change(each) : each)) };
}

function requireActive(cycle: Cycle): void {
  if (cycle.completedAt !== null) throw new InvalidTransition(`Cycle ${cycle.id} is completed; branch it to go on.`);
}

function requireNothingInProgress(cycle: Cycle): void {
  const open = cycle.components.find(({ state }) => state === 'in_progress');
  if (open !== undefined) throw new InvalidTransition(`${open.type} is in progress; complete it first.`);
}

function requireCompleted(cycle: Cycle, types: readonly ComponentType[], refusal: string): void {
  const missing = types.find((type) => componentOf(cycle, type).state !== 'completed');
  if (missing !== undefined) throw new InvalidTransition(`${refusal}: ${missing} is not completed.`);
}
