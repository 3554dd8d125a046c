/** The services between a handler and its work, one below the other: each hands on what the one below gives. */
import { Injectable, type Type } from '@nestjs/common';
import type { LevelPlan, Passing } from '../plan/application-plan.js';
import { aspectsOf, decorateMethod } from './aspects.js';
import type { Building } from './building.js';

export type Work = () => unknown;

export interface Level {
  pass(work: Work): unknown;
}

type Pass = (this: { readonly next: Level | undefined }, work: Work) => unknown;

function below(level: { readonly next: Level | undefined }, work: Work): unknown {
  return level.next === undefined ? work() : level.next.pass(work);
}

const passes: Readonly<Record<Passing, Pass>> = {
  plain(work) {
    return below(this, work);
  },
  async async(work) {
    return await below(this, work);
  },
  promise(work) {
    return new Promise((resolve) => resolve(below(this, work)));
  },
};

/** From top to bottom; empty where the plan has none. */
export function levelsFor(route: string, plans: readonly LevelPlan[], building: Building): readonly Type<Level>[] {
  return plans.reduceRight<readonly Type<Level>[]>((lower, plan, index) => {
    const name = `${route.toUpperCase()}Level${index}`;
    return [levelClass(name, plan, lower[0], building), ...lower];
  }, []);
}

function levelClass(name: string, plan: LevelPlan, next: Type<Level> | undefined, building: Building): Type<Level> {
  const base = baseClass(plan, building);
  const made = (plan.isInherited ? class extends base {} : base) as Type<Level>;
  Object.defineProperty(made, 'name', { value: name });
  Injectable({ scope: building.scope })(made);
  Reflect.defineMetadata('design:paramtypes', next === undefined ? [] : [next], made);
  return made;
}

function baseClass({ passing, aspects }: LevelPlan, { journal, observation }: Building): Type {
  const handOn = passes[passing];
  class Base {
    constructor(readonly next?: Level) {}

    pass(work: Work): unknown {
      journal(`${this.constructor.name} in`);
      return Reflect.apply(handOn, this, [work]);
    }
  }
  // An async method of its own, as it would be written.
  if (passing === 'async') replaceByAsync(Base.prototype, journal);
  decorateMethod(Base.prototype, 'pass', aspectsOf(aspects, observation));
  return Base;
}

function replaceByAsync(prototype: object, journal: Building['journal']): void {
  const { pass } = {
    async pass(this: { readonly next: Level | undefined }, work: Work): Promise<unknown> {
      journal(`${this.constructor.name} in`);
      const result = await below(this, work);
      journal(`${this.constructor.name} out`);
      return result;
    },
  };
  Object.defineProperty(prototype, 'pass', { value: pass, configurable: true, writable: true });
}
