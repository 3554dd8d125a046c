/** Guards, interceptors, pipes and filters of generated applications: classes made anew for each, since they keep its journal. */
import type { CanActivate, ExceptionFilter, NestInterceptor, PipeTransform, Type } from '@nestjs/common';
import type { Journal } from '../journal.js';

export type EnhancerRole = 'guard' | 'interceptor' | 'pipe' | 'filter';

interface Instances {
  readonly guard: CanActivate;
  readonly interceptor: NestInterceptor;
  readonly pipe: PipeTransform;
  readonly filter: ExceptionFilter;
}

export type EnhancerMaker = {
  readonly [Role in EnhancerRole]: { readonly role: Role; readonly make: (journal: Journal) => Type<Instances[Role]> };
}[EnhancerRole];
