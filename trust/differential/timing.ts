/** Who answers at once without the module answers at once with it. Medians, side by side, with a wide margin: no busy machine breaks it. */
import type { Trial } from '../harness/trial.js';
import { median } from '../../bench/harness/median.js';
import type { AnswerName } from './application/answers/index.js';
import type { ApplicationPlan, Platform } from './plan/application-plan.js';
import { planFrom } from './plan/generate-plan.js';
import { stepsFor, type Step } from './steps/index.js';
import type { Twins } from './twins/twins.js';

/** A class of its own is reached by what a person would notice, not by what a benchmark would. */
const MARGIN_MS = 60;
const ROUNDS = 11;
const ANSWERS: readonly AnswerName[] = ['object', 'late-promise', 'large', 'events', 'throws-plain'];

export async function tryTiming(trial: Trial, twins: Twins): Promise<void> {
  const platforms: readonly Platform[] = ['express', 'fastify'];
  for (const platform of platforms) {
    const plan = timedPlan(platform);
    await twins.start({ ask: 'start', plan });
    const steps = stepsFor(plan).filter(({ attackClass }) => attackClass === 'answers');
    for (const step of steps) compare(trial, twins, step, await mediansOf(twins, step));
    await twins.stop();
  }
}

function compare(trial: Trial, { variants }: Twins, step: Step, mediansMs: readonly number[]): void {
  const [bareMs, ...others] = mediansMs as [number, ...number[]];
  for (const [index, timeMs] of others.entries()) {
    const fact = `${variants[index + 1]} takes ${timeMs.toFixed(1)} ms, not ${bareMs.toFixed(1)} ms`;
    trial.expect('differential.timing', Math.abs(timeMs - bareMs) < MARGIN_MS, fact, step.title);
  }
}

/** One twin after the other, round after round: what disturbs one disturbs all. */
async function mediansOf(twins: Twins, step: Step): Promise<readonly number[]> {
  const rounds: (readonly number[])[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await twins.timesOf(step));
  return twins.variants.map((_, index) => median(rounds.map((times) => times[index]!)));
}

function timedPlan(platform: Platform): ApplicationPlan {
  const routes = ANSWERS.map((answer, index) => ({
    name: `r${index}`,
    verb: 'Get' as const,
    answer,
    enhancers: ['passing-guard', 'mapping'] as const,
    levels: [{ passing: 'async', aspects: ['Traced', 'Timed'], isInherited: false }] as const,
    aspects: [],
    areAspectsOnTop: true,
  }));
  const plain = { hasPrefix: false, hasCors: false, hasCompression: false, hasMiddleware: false, hasUploads: false };
  const alone = {
    hasWildcard: false,
    hasHost: false,
    hasGateway: false,
    hasMessages: false,
    areGlobalsProvided: false,
  };
  return {
    ...planFrom(0),
    ...plain,
    ...alone,
    platform,
    scope: 'singleton',
    versioning: 'none',
    globalEnhancers: [],
    controllerEnhancers: [],
    routes,
  };
}
