/** The states that each process and thread told last, so that one that does not answer is shown as it was. */
import type { ForeignStates, States } from '../telling/contribution.js';
import type { IsWanted } from '../../registry-reader.js';

type AnyStates = States | ForeignStates;

export class StateBoard {
  /** By source, then by metric. */
  private readonly told = new Map<string, Map<string, AnyStates[]>>();
  private readonly beingTold = new Map<string, AnyStates[]>();

  take(states: AnyStates): void {
    const known = this.beingTold.get(states.source);
    const telling = known?.[0]?.telling ?? -1;
    if (telling < states.telling) this.beingTold.set(states.source, [states]);
    else if (telling === states.telling) known!.push(states);
  }

  /** The source has told all states of the metrics it was asked for. */
  complete(source: string, wasAskedFor: IsWanted): void {
    const told = this.told.get(source) ?? new Map<string, AnyStates[]>();
    this.told.set(source, told);
    for (const name of told.keys()) if (wasAskedFor(name)) told.delete(name);
    for (const states of this.beingTold.get(source) ?? []) append(told, nameOf(states), states);
    this.beingTold.delete(source);
  }

  /** Forgets all other sources. */
  retain(sources: readonly string[]): void {
    for (const source of [...this.told.keys(), ...this.beingTold.keys()]) {
      if (sources.includes(source)) continue;
      this.told.delete(source);
      this.beingTold.delete(source);
    }
  }

  /** Over all sources, by metric. */
  all(): {
    readonly own: ReadonlyMap<string, readonly States[]>;
    readonly foreign: ReadonlyMap<string, readonly ForeignStates[]>;
  } {
    const [own, foreign] = [new Map<string, States[]>(), new Map<string, ForeignStates[]>()];
    for (const states of [...this.told.values()].flatMap((byName) => [...byName.values()].flat())) {
      if (states.kind === 'states') append(own, states.family.name, states);
      else append(foreign, states.metric.name, states);
    }
    return { own, foreign };
  }
}

function append<T>(lists: Map<string, T[]>, name: string, item: T): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [item]);
  else list.push(item);
}

function nameOf(states: AnyStates): string {
  return states.kind === 'states' ? states.family.name : states.metric.name;
}
