/** Interceptors that map, delay, time out, catch, swallow, repeat or replace. */
import { BadGatewayException, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { of, throwError, type Observable } from 'rxjs';
import { catchError, finalize, map, retry, tap, timeout } from 'rxjs/operators';
import type { Journal } from '../journal.js';
import { beats } from '../lateness.js';
import { meetTrouble, troubleAt } from '../trouble.js';

const LATE_BEATS = 2;
const PATIENCE_MS = 5_000;

type Stream = Observable<unknown>;

function mapping(journal: Journal) {
  return class MappingInterceptor implements NestInterceptor {
    intercept(context: ExecutionContext, next: CallHandler): Stream {
      journal('mapping before');
      meetTrouble(context, 'before');
      const mapped = next.handle().pipe(
        map((value: unknown) => (typeof value === 'string' ? `${value}!` : value)),
        tap({ next: () => journal('mapping next'), error: () => journal('mapping error') }),
        finalize(() => journal('mapping over')),
      );
      return troubleAt(context, 'after') === undefined ? mapped : mapped.pipe(tap(() => meetTrouble(context, 'after')));
    }
  };
}

function late(journal: Journal) {
  return class LateInterceptor implements NestInterceptor {
    async intercept(context: ExecutionContext, next: CallHandler): Promise<Stream> {
      await beats(LATE_BEATS);
      journal('late interceptor before');
      meetTrouble(context, 'before');
      return next.handle().pipe(finalize(() => journal('late interceptor over')));
    }
  };
}

function timing(journal: Journal) {
  return class TimeoutInterceptor implements NestInterceptor {
    intercept(_context: ExecutionContext, next: CallHandler): Stream {
      return next.handle().pipe(timeout(PATIENCE_MS), tap({ complete: () => journal('in time') }));
    }
  };
}

function catching(journal: Journal) {
  return class CatchingInterceptor implements NestInterceptor {
    intercept(_context: ExecutionContext, next: CallHandler): Stream {
      const wrapped = (error: unknown): Stream => {
        journal(`caught ${describe(error)}`);
        return throwError(() => new BadGatewayException('wrapped', { cause: error }));
      };
      return next.handle().pipe(catchError(wrapped));
    }
  };
}

function swallowing(journal: Journal) {
  return class SwallowingInterceptor implements NestInterceptor {
    intercept(_context: ExecutionContext, next: CallHandler): Stream {
      return next.handle().pipe(catchError((error: unknown) => (journal('swallowed'), of({ was: describe(error) }))));
    }
  };
}

function retrying(journal: Journal) {
  return class RetryingInterceptor implements NestInterceptor {
    intercept(_context: ExecutionContext, next: CallHandler): Stream {
      return next.handle().pipe(tap({ subscribe: () => journal('asked') }), retry(1));
    }
  };
}

function caching(journal: Journal) {
  return class CachingInterceptor implements NestInterceptor {
    intercept(context: ExecutionContext, next: CallHandler): Stream {
      if (troubleAt(context, 'cache') === undefined) return next.handle();
      journal('from the cache');
      return of({ from: 'cache' });
    }
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.constructor.name} ${error.message}` : String(error);
}

export const interceptors = {
  mapping: { role: 'interceptor', make: mapping },
  'late-interceptor': { role: 'interceptor', make: late },
  timeout: { role: 'interceptor', make: timing },
  catching: { role: 'interceptor', make: catching },
  swallowing: { role: 'interceptor', make: swallowing },
  retrying: { role: 'interceptor', make: retrying },
  caching: { role: 'interceptor', make: caching },
} as const;
