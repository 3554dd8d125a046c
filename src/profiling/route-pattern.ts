/** Whether a request is of a route, told by its path alone: the router has not seen it yet when its profile has to begin. */
import type { Operation } from '../kernel/index.js';

export type RoutePattern = (request: Operation) => boolean;

/** @param route `GET /orders/:id`, or without the verb for any; `*` at the end stands for the rest of the path */
export function routePattern(route: string): RoutePattern {
  const [, verb, template = route] = /^([A-Za-z]+)\s+(.*)$/s.exec(route) ?? [];
  const wanted = segmentsOf(template);
  return (request) => {
    const { 'http.request.method': method, 'url.path': path } = request.subject?.attributes(request) ?? {};
    const isVerb = verb === undefined || verb.toUpperCase() === method;
    return isVerb && isCovered(wanted, segmentsOf(String(path)));
  };
}

function isCovered(wanted: readonly string[], given: readonly string[]): boolean {
  const hasRest = wanted.at(-1)?.includes('*') === true;
  const fixed = hasRest ? wanted.slice(0, -1) : wanted;
  if (hasRest ? given.length < fixed.length : given.length !== fixed.length) return false;
  return fixed.every((segment, at) => segment.startsWith(':') || segment === given[at]);
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
