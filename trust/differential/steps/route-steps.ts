/** What is asked of each generated route: that it answers, that it fails, and that its neighbours refuse. */
import { faultNames } from '../application/faults.js';
import { TROUBLE_HEADER, troublePlaces } from '../application/trouble.js';
import type { ApplicationPlan, RoutePlan } from '../plan/application-plan.js';
import type { Choices } from '../plan/choices.js';
import { addressOf } from './address.js';
import { single, type RequestShape } from './request-text.js';
import type { Step } from './step.js';

const OTHER_VERBS = ['HEAD', 'OPTIONS', 'GET', 'POST', 'PUT', 'DELETE', 'PROPFIND'] as const;
const CORS = { Origin: 'https://page.example', 'Access-Control-Request-Method': 'GET' };

export function routeSteps(plan: ApplicationPlan, choices: Choices): readonly Step[] {
  return plan.routes.flatMap((route) => stepsOf(plan, route, choices));
}

function stepsOf(plan: ApplicationPlan, route: RoutePlan, choices: Choices): readonly Step[] {
  const title = `${route.answer} at ${route.name}`;
  const shape = shapeOf(plan, route);
  const fault = choices.oneOf(faultNames);
  const trouble = `${choices.oneOf(troublePlaces)}=${fault}`;
  // Asked for its head, a stream of events keeps the connection and says no more.
  const otherVerb = choices.oneOf(route.answer.includes('events') ? OTHER_VERBS.slice(1) : OTHER_VERBS);
  return [
    http('answers', title, shape),
    http('errors', `${title} with ${trouble}`, withHeaders(shape, { [TROUBLE_HEADER]: trouble })),
    http('errors', `${title} with ${fault} from a pipe`, { ...shape, path: `${shape.path}?value=trouble-${fault}` }),
    http('routing', `${otherVerb} for ${title}`, { ...withHeaders(shape, CORS), verb: otherVerb, body: undefined }),
    ...(plan.hasCompression ? [http('compression', title, withHeaders(shape, { 'Accept-Encoding': 'gzip' }))] : []),
  ];
}

function http(attackClass: string, title: string, shape: RequestShape): Step {
  return { attackClass, title, by: 'http', script: single(shape) };
}

/** With a body where the verb has one. */
export function shapeOf(plan: ApplicationPlan, { name, verb, answer }: RoutePlan): RequestShape {
  const { path, headers } = addressOf(plan, `generated/${name}`);
  const isRead = verb === 'Get' || verb === 'All' || verb === 'Delete' || answer.includes('events');
  const method = isRead && verb !== 'Delete' ? 'GET' : verb.toUpperCase();
  return { verb: method, path, headers, ...(!isRead && { body: '{"sent":"body"}' }) };
}

export function withHeaders(shape: RequestShape, headers: Readonly<Record<string, string>>): RequestShape {
  return { ...shape, headers: { ...shape.headers, ...headers } };
}
