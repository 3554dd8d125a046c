/** Plans with one thing less each, so that a difference can be told by the little that it needs. */
import type { ApplicationPlan, RoutePlan } from './application-plan.js';

type Reduction = (plan: ApplicationPlan) => ApplicationPlan;

const ofPlan: readonly Reduction[] = [
  (plan) => ({ ...plan, globalEnhancers: [] }),
  (plan) => ({ ...plan, controllerEnhancers: [] }),
  (plan) => ({ ...plan, scope: 'singleton' }),
  (plan) => ({ ...plan, hasCors: false, hasCompression: false, hasMiddleware: false }),
  (plan) => ({ ...plan, hasUploads: false, hasHost: false }),
  (plan) => ({ ...plan, hasGateway: false }),
  (plan) => ({ ...plan, hasMessages: false }),
  ofRoutes((route) => ({ ...route, levels: [] })),
  ofRoutes((route) => ({ ...route, levels: route.levels.slice(0, 1) })),
  ofRoutes((route) => ({ ...route, levels: route.levels.map((level) => ({ ...level, aspects: [] })) })),
  ofRoutes((route) => ({ ...route, enhancers: [] })),
  ofRoutes((route) => ({ ...route, enhancers: route.enhancers.slice(0, 1) })),
  ofRoutes((route) => ({ ...route, aspects: [] })),
];

/** Those that are really smaller; addresses stay as they are. */
export function smallerPlans(plan: ApplicationPlan): readonly ApplicationPlan[] {
  const size = sizeOf(plan);
  const withoutOneRoute = plan.routes.map(({ name }) => ({
    ...plan,
    routes: plan.routes.filter((route) => route.name !== name),
  }));
  return [...withoutOneRoute, ...ofPlan.map((reduce) => reduce(plan))].filter((smaller) => sizeOf(smaller) < size);
}

function ofRoutes(reduce: (route: RoutePlan) => RoutePlan): Reduction {
  return (plan) => ({ ...plan, routes: plan.routes.map(reduce) });
}

/** Every word and every `true` counts. */
function sizeOf(plan: ApplicationPlan): number {
  return JSON.stringify({ ...plan, scope: plan.scope === 'singleton' ? '' : plan.scope }).replaceAll('false', '')
    .length;
}
