/** The smallest applications of differences that there were: tried first, whatever the seed. */
import type { ApplicationPlan, RoutePlan } from './application-plan.js';

const smallest: ApplicationPlan = {
  seed: 0,
  platform: 'express',
  scope: 'singleton',
  versioning: 'none',
  hasPrefix: false,
  hasCors: false,
  hasCompression: false,
  hasMiddleware: false,
  hasUploads: false,
  hasHost: false,
  hasGateway: false,
  hasMessages: false,
  globalEnhancers: [],
  areGlobalsProvided: false,
  controllerEnhancers: [],
  routes: [],
};

const route: RoutePlan = {
  name: 'r0',
  verb: 'Get',
  answer: 'object',
  enhancers: [],
  levels: [],
  aspects: [],
  areAspectsOnTop: true,
};

export const keptPlans: readonly ApplicationPlan[] = [
  // An operator of ours between those of two interceptors had the outer one's `finalize` run before the inner one's.
  {
    ...smallest,
    routes: [{ ...route, answer: 'throws-custom', enhancers: ['caching', 'mapping', 'late-interceptor'] }],
  },
  // Every head that is written by hand, with its headers, on the platform that hands them all to `writeHead`.
  {
    ...smallest,
    platform: 'fastify',
    routes: [
      { ...route, answer: 'many-headers' },
      { ...route, name: 'r1', answer: 'written-head-first' },
      { ...route, name: 'r2', answer: 'events' },
    ],
  },
];
