/** The module on ÷ off inside one process, and switched off ÷ absent: the sharp figures of what a request costs. */
import { CLIENT_CORE, pinThisProcess } from '../harness/cores.js';
import type { Figure, Part } from '../part.js';
import { measureDisabledCost } from './disabled-cost.js';
import { platformNames, platforms, type Platform } from './hello.js';
import { measureRequestCost, type Effort, type RequestCost } from './request-cost.js';
import { requestVariants, type RequestVariantName } from './request-variants.js';

const FULL = { pairs: 40, requestsPerWindow: 4_000 };
const SHORT = { pairs: 6, requestsPerWindow: 4_000 };

export const requests: Part = {
  name: 'requests',
  method:
    `One process, ${FULL.pairs} pairs of windows of ${FULL.requestsPerWindow} requests, one with the module's handlers and one ` +
    'without, in alternating order; what waits for export is exported within its window.',
  async *measure({ isShort, execPath }) {
    const effort = { ...(isShort ? SHORT : FULL), execPath };
    const unpin = pinThisProcess(CLIENT_CORE);
    try {
      for (const platform of platforms) yield* measurePlatform(platform, effort);
    } finally {
      unpin();
    }
  },
};

async function* measurePlatform(platform: Platform, effort: Effort): AsyncIterable<Figure> {
  for (const variant of Object.keys(requestVariants) as RequestVariantName[])
    yield variantFigure(variant, platform, await measureRequestCost(variant, platform, effort));
  yield disabledFigure(platform, await measureDisabledCost(platform, effort));
}

function variantFigure(variant: RequestVariantName, platform: Platform, cost: RequestCost): Figure {
  const { countedOn, sentOn, spansSeen, quietness } = cost;
  const counts = `${countedOn} of ${sentOn} requests counted, ${spansSeen} spans received`;
  return {
    id: `requests.${variant}.${platform}`,
    title: `${requestVariants[variant].title}, ${platformNames[platform]}`,
    unit: 'on ÷ off',
    value: cost.ratio,
    samples: cost.ratios,
    proof: `${micros(cost)}; ${counts}; ${quietness}`,
  };
}

function disabledFigure(platform: Platform, cost: RequestCost): Figure {
  return {
    id: `requests.disabled.${platform}`,
    title: `enabled: false, ${platformNames[platform]}`,
    unit: '× bare',
    value: cost.ratio,
    samples: cost.ratios,
    proof: `${micros(cost)}; ${cost.sentOn} requests handled; ${cost.quietness}`,
  };
}

function micros({ offMicros, onMicros }: RequestCost): string {
  return `${offMicros.toFixed(1)} → ${onMicros.toFixed(1)} µs CPU per request`;
}
