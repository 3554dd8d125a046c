/** The grammar: a seed makes a plan, any part of which may meet any other. */
import { answerNames } from '../application/answers/index.js';
import { aspectNames } from '../application/aspects.js';
import { enhancerNames } from '../application/enhancers/index.js';
import {
  passings,
  scopes,
  verbs,
  versionings,
  type ApplicationPlan,
  type LevelPlan,
  type Platform,
  type RoutePlan,
} from './application-plan.js';
import { Choices } from './choices.js';

const MAX_ROUTES = 6;
const MAX_LEVELS = 4;

export function planFrom(seed: number): ApplicationPlan {
  const choices = new Choices(seed);
  const platform = platformFrom(choices);
  const isPlain = platform !== 'fastify-http2';
  const hasGateway = isPlain && choices.isTrue(0.2);
  return {
    seed,
    platform,
    scope: choices.oneOf(scopes),
    versioning: choices.oneOf(versionings),
    hasPrefix: choices.isTrue(0.3),
    hasCors: choices.isTrue(0.3),
    hasCompression: choices.isTrue(0.2),
    hasMiddleware: choices.isTrue(0.3),
    hasUploads: isPlain && choices.isTrue(0.3),
    hasHost: isPlain && choices.isTrue(0.2),
    hasGateway,
    hasMessages: isPlain && choices.isTrue(0.2),
    // A gateway has no status to answer with: what global enhancers make of its messages is silence.
    globalEnhancers: hasGateway ? [] : choices.someOf(enhancerNames, 3),
    areGlobalsProvided: choices.isTrue(),
    controllerEnhancers: choices.someOf(enhancerNames, 2),
    routes: Array.from({ length: 2 + choices.below(MAX_ROUTES - 1) }, (_, index) => routeFrom(choices, `r${index}`)),
  };
}

/** Both of the two that are used most, now and then the third. */
function platformFrom(choices: Choices): Platform {
  if (choices.isTrue(0.12)) return 'fastify-http2';
  return choices.isTrue() ? 'express' : 'fastify';
}

function routeFrom(choices: Choices, name: string): RoutePlan {
  return {
    name,
    verb: choices.isTrue(0.6) ? 'Get' : choices.oneOf(verbs),
    answer: choices.oneOf(answerNames),
    enhancers: choices.someOf(enhancerNames, 3),
    levels: Array.from({ length: choices.below(MAX_LEVELS + 1) }, () => levelFrom(choices)),
    aspects: choices.someOf(aspectNames, 3),
    areAspectsOnTop: choices.isTrue(),
  };
}

function levelFrom(choices: Choices): LevelPlan {
  return {
    passing: choices.oneOf(passings),
    aspects: choices.someOf(aspectNames, aspectNames.length),
    isInherited: choices.isTrue(0.25),
  };
}
