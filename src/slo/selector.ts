/** Which routes an objective selects: handlers are known by the routes that lead to them. */
import type { Objective, ObjectiveSelector } from './objective.js';

export interface KnownRoute {
  /** Upper-case verb, or ALL. */
  readonly method: string;
  readonly template: string;
  /** `OrdersController.find`. */
  readonly handler: string | undefined;
}

/** Whether requests with this verb and route template count. */
export function selects(
  { routes, methods, handlers }: ObjectiveSelector,
  method: string,
  template: string,
  known: readonly KnownRoute[],
): boolean {
  if (routes?.includes(template) === false || methods?.includes(method) === false) return false;
  return handlers === undefined || known.some((route) => leads(route, handlers) && serves(route, method, template));
}

/** With the routes and verbs of its handlers written out, so that a query over `http_requests_total` can select them. */
export function withRoutes<T extends Objective>(objective: T, known: readonly KnownRoute[]): T {
  const { handlers, routes, methods } = objective.selector;
  if (handlers === undefined) return objective;
  const leading = known.filter((route) => leads(route, handlers));
  if (leading.length === 0) return objective;
  const templates = unique(leading.map(({ template }) => template)).filter((one) => routes?.includes(one) !== false);
  const verbs = unique(leading.flatMap(verbsOf)).filter((verb) => methods?.includes(verb) !== false);
  const isAnyVerb = leading.some(({ method }) => method === 'ALL');
  const selector = { ...objective.selector, routes: templates, ...(isAnyVerb ? {} : { methods: verbs }) };
  return { ...objective, selector };
}

/** Whether some route of the application can be meant. */
export function selectsAny(selector: ObjectiveSelector, known: readonly KnownRoute[]): boolean {
  if (Object.keys(selector).length === 0) return true;
  return known.some(({ template, method }) => {
    const verbs = method === 'ALL' ? (selector.methods ?? ['GET']) : verbsOf({ method });
    return verbs.some((verb) => selects(selector, verb, template, known));
  });
}

function leads({ handler }: KnownRoute, handlers: readonly string[]): boolean {
  return handler !== undefined && handlers.includes(handler);
}

function serves(route: KnownRoute, method: string, template: string): boolean {
  return route.template === template && (route.method === 'ALL' || verbsOf(route).includes(method));
}

/** Express and Fastify answer HEAD where they answer GET. */
function verbsOf({ method }: Pick<KnownRoute, 'method'>): readonly string[] {
  return method === 'GET' ? ['GET', 'HEAD'] : [method];
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
