/** Guards that say yes at once, later or in a stream, and those that a request can have say no or throw. */
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { of, type Observable } from 'rxjs';
import type { Journal } from '../journal.js';
import { beats } from '../lateness.js';
import { meetTrouble, troubleAt } from '../trouble.js';

const LATE_BEATS = 2;

function passing(journal: Journal) {
  return class PassingGuard implements CanActivate {
    canActivate(context: ExecutionContext): boolean {
      journal(`guard of ${context.getClass().name}.${context.getHandler().name}`);
      meetTrouble(context, 'guard');
      return troubleAt(context, 'refusal') === undefined;
    }
  };
}

function late(journal: Journal) {
  return class LateGuard implements CanActivate {
    async canActivate(context: ExecutionContext): Promise<boolean> {
      journal('late guard asked');
      await beats(LATE_BEATS);
      meetTrouble(context, 'guard');
      journal('late guard answers');
      return true;
    }
  };
}

function observable(journal: Journal) {
  return class ObservableGuard implements CanActivate {
    canActivate(context: ExecutionContext): Observable<boolean> {
      journal('observable guard');
      return of(troubleAt(context, 'refusal') === undefined);
    }
  };
}

abstract class BaseGuard implements CanActivate {
  canActivate(): boolean {
    return this.decide();
  }

  protected abstract decide(): boolean;
}

function inherited(journal: Journal) {
  return class InheritedGuard extends BaseGuard {
    readonly #secret = true;

    protected decide(): boolean {
      journal(`inherited guard is ${this.constructor.name}`);
      return this.#secret;
    }
  };
}

export const guards = {
  'passing-guard': { role: 'guard', make: passing },
  'late-guard': { role: 'guard', make: late },
  'observable-guard': { role: 'guard', make: observable },
  'inherited-guard': { role: 'guard', make: inherited },
} as const;
