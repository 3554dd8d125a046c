/** What every part of a generated application is made with. */
import { Scope } from '@nestjs/common';
import type { ApplicationPlan, ScopeName } from '../plan/application-plan.js';
import type { Observation } from '../twins/variants.js';
import type { Journal } from './journal.js';

export interface Building {
  readonly plan: ApplicationPlan;
  readonly journal: Journal;
  readonly observation: Observation;
  readonly scope: Scope;
}

const scopeOf: Readonly<Record<ScopeName, Scope>> = {
  singleton: Scope.DEFAULT,
  request: Scope.REQUEST,
  transient: Scope.TRANSIENT,
};

export function buildingFor(plan: ApplicationPlan, journal: Journal, observation: Observation): Building {
  return { plan, journal, observation, scope: scopeOf[plan.scope] };
}
