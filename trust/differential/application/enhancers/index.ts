/** All enhancers, in one list, and where an application puts them. */
import { UseFilters, UseGuards, UseInterceptors, UsePipes } from '@nestjs/common';
import type { Journal } from '../journal.js';
import type { EnhancerMaker } from './enhancer.js';
import { filters } from './filters.js';
import { guards } from './guards.js';
import { interceptors } from './interceptors.js';
import { pipes } from './pipes.js';

export type { EnhancerMaker, EnhancerRole } from './enhancer.js';

const all = { ...guards, ...interceptors, ...pipes, ...filters };

export type EnhancerName = keyof typeof all;
export const enhancerNames = Object.keys(all) as readonly EnhancerName[];
export const enhancers: Readonly<Record<EnhancerName, EnhancerMaker>> = all;

/** On a controller or one of its handlers. */
export function useEnhancers(names: readonly EnhancerName[], journal: Journal): (MethodDecorator & ClassDecorator)[] {
  return names.map((name) => useEnhancer(enhancers[name], journal));
}

function useEnhancer({ role, make }: EnhancerMaker, journal: Journal): MethodDecorator & ClassDecorator {
  const type = make(journal) as never;
  switch (role) {
    case 'guard':
      return UseGuards(type);
    case 'interceptor':
      return UseInterceptors(type);
    case 'pipe':
      return UsePipes(type);
    case 'filter':
      return UseFilters(type);
  }
}
