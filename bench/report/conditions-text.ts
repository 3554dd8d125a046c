/** When, on what and how the results were measured, in sentences. */
import type { Results } from './results.js';

/** The packages whose cost is shown; the results hold the versions of all. */
const NAMED_PACKAGES = [
  '@nestjs/core',
  '@nestjs/platform-express',
  '@nestjs/platform-fastify',
  'prom-client',
  'pino',
  '@opentelemetry/sdk-node',
  '@opentelemetry/auto-instrumentations-node',
  '@willsoto/nestjs-prometheus',
  '@nestjs/observe',
  '@sentry/nestjs',
  'nestjs-otel',
  'nestjs-pino',
];

/** What is the same for all Nodes is said once. */
export function conditionsText(results: readonly Results[]): string[] {
  return [
    ...new Set(results.map(machineText)),
    ...results.map(nodeText),
    ...new Set(results.map(versionsText).filter((versions) => versions !== '')),
  ];
}

export function methodsText(results: readonly Results[]): string[] {
  const methods = results.flatMap(({ parts }) => parts).filter(({ method }) => method !== undefined);
  return [...new Set(methods.map(({ part, method }) => `${part}: ${method}`))];
}

function machineText({ conditions: { machine } }: Results): string {
  return `Machine: ${machine.cores} cores of ${machine.cpu}, ${machine.memoryGiB} GiB, ${machine.platform}.`;
}

function nodeText({ conditions, parts }: Results): string {
  const runs = new Set(parts.map(({ measuredAt, commit }) => `${measuredAt.slice(0, 10)} at ${commit}`));
  return `Node ${conditions.node} (V8 ${conditions.v8}), measured ${[...runs].join(', ')}.`;
}

function versionsText({ conditions: { packages } }: Results): string {
  const named = NAMED_PACKAGES.filter((name) => packages[name] !== undefined);
  return named.length === 0 ? '' : `Versions: ${named.map((name) => `${name} ${packages[name]}`).join(', ')}.`;
}
