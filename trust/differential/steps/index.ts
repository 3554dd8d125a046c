/** All that is done to an application of a plan; its seed decides what is left to chance. */
import type { ApplicationPlan } from '../plan/application-plan.js';
import { Choices } from '../plan/choices.js';
import { addressOf } from './address.js';
import { gatewaySteps, messageStep } from './message-steps.js';
import { protocolSteps } from './protocol-steps.js';
import { routeSteps, shapeOf } from './route-steps.js';
import { routingSteps } from './routing-steps.js';
import type { Step } from './step.js';

export type { Step } from './step.js';

/** The protocols are the same in every application: of these and of the strange paths, each tries some. */
const MAX_PROTOCOL_STEPS = 7;
const MAX_ROUTING_STEPS = 5;

export function stepsFor(plan: ApplicationPlan): readonly Step[] {
  const choices = new Choices(plan.seed + 1);
  if (plan.platform === 'fastify-http2') return http2Steps(plan);
  const uploads = routingSteps(plan).filter(({ attackClass }) => attackClass === 'uploads');
  return [
    ...routeSteps(plan, choices),
    ...uploads,
    ...choices.someOf(routingSteps(plan), MAX_ROUTING_STEPS),
    ...choices.someOf(protocolSteps(plan), MAX_PROTOCOL_STEPS),
    ...(plan.hasGateway ? gatewaySteps : []),
    ...(plan.hasMessages ? [messageStep] : []),
  ];
}

function http2Steps(plan: ApplicationPlan): readonly Step[] {
  const held = addressOf(plan, 'fixed/held');
  const routes = plan.routes.map((route): Step => {
    const { verb, path, headers, body } = shapeOf(plan, route);
    const request = { headers: pseudo(verb, path, headers, body), body };
    return { attackClass: 'http2', title: `${route.answer} at ${route.name}`, by: 'http2', request };
  });
  return [
    ...routes,
    { attackClass: 'http2', title: 'no such path', by: 'http2', request: { headers: pseudo('GET', '/nowhere', {}) } },
    {
      attackClass: 'http2',
      title: 'a stream that is given up',
      by: 'http2',
      request: { headers: pseudo('GET', held.path, held.headers), leavesAfter: 'begun' },
    },
  ];
}

function pseudo(
  verb: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string,
): Record<string, string> {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    ':method': verb,
    ':path': path,
    ...lower,
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
}
