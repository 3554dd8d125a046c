/** Options that are possible one by one and impossible together. */
import type { Problem } from '../kernel/index.js';
import { pagesNamedTwice } from './console-page-list.js';
import type { ConsolePage } from './console-page.options.js';
import type { ObservabilityPlugin } from './plugin.js';
import type { SettledOptions } from './settled-options.js';

interface Combination {
  /** Judged only when each of these was acceptable by itself. */
  readonly about: readonly string[];
  readonly check: (options: SettledOptions) => Problem | undefined;
}

const COMBINATIONS: readonly Combination[] = [
  { about: ['metrics.path', 'health.path', 'metrics.enabled', 'health.enabled', 'enabled'], check: checkEndpoints },
  { about: ['traces.maxBatchSize', 'traces.maxQueueSize'], check: checkBatchSize },
  { about: ['profiling.continuous.durationMs', 'profiling.continuous.intervalMs'], check: checkContinuousProfiling },
  {
    about: ['management.enabled', 'management.access.tokens', 'management.access.authorize', 'enabled'],
    check: checkManagementAccess,
  },
  {
    about: ['console.enabled', 'console.access.token', 'console.access.authorize', 'enabled'],
    check: checkConsoleAccess,
  },
  { about: ['consolePages', 'plugins'], check: checkConsolePages },
];

export function checkCombinations(options: SettledOptions, refused: ReadonlySet<string>): Problem[] {
  return COMBINATIONS.filter(({ about }) => !about.some((path) => refused.has(path))).flatMap(({ check }) => {
    const problem = check(options);
    return problem ? [problem] : [];
  });
}

/** What hangs below the base path of health. */
const PROBES = ['', '/live', '/ready', '/startup'];

function checkEndpoints(options: SettledOptions): Problem | undefined {
  const areBothServed = ['enabled', 'metrics.enabled', 'health.enabled'].every((path) => options.valueOf(path));
  const metricsPath = String(options.valueOf('metrics.path'));
  const base = String(options.valueOf('health.path')).replace(/\/$/, '');
  const taken = PROBES.map((probe) => `${base}${probe}` || '/').find((probe) => isSamePath(probe, metricsPath));
  if (!areBothServed || taken === undefined) return undefined;
  return {
    code: 'OBS_ERR_ENDPOINT_CONFLICT',
    fact: `metrics.path and the health probes share the path ${taken}`,
    fix: 'give metrics.path or health.path another path',
  };
}

/** Express ignores case. */
function isSamePath(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** From the environment alone the batch is cut to the queue instead: those are standard variables. */
function checkBatchSize(options: SettledOptions): Problem | undefined {
  const [batch, queue] = [options.valueOf('traces.maxBatchSize'), options.valueOf('traces.maxQueueSize')];
  const isOurs = ['code', 'file'].includes(options.originOf('traces.maxBatchSize'));
  if (!isOurs || Number(batch) <= Number(queue)) return undefined;
  return {
    code: 'OBS_ERR_OPTION_INVALID',
    fact: `traces.maxBatchSize must not exceed traces.maxQueueSize, which is ${queue}`,
    got: String(batch),
    fix: `lower it to ${queue}, or raise traces.maxQueueSize`,
  };
}

/** The next profile would find the last one still running. */
function checkContinuousProfiling(options: SettledOptions): Problem | undefined {
  const [durationMs, intervalMs] = ['durationMs', 'intervalMs'].map((name) =>
    Number(options.valueOf(`profiling.continuous.${name}`)),
  ) as [number, number];
  if (durationMs < intervalMs) return undefined;
  return {
    code: 'OBS_ERR_OPTION_INVALID',
    fact: `profiling.continuous.durationMs must be less than profiling.continuous.intervalMs, which is ${intervalMs}`,
    got: String(durationMs),
    fix: 'shorten the profiles, or raise profiling.continuous.intervalMs',
  };
}

/** Where others can reach the process, somebody has to be named who may ask. */
function checkManagementAccess(options: SettledOptions): Problem | undefined {
  const hasCallers = Object.keys(options.valueOf('management.access.tokens') as object).length > 0;
  if (hasCallers || !isReachable('management', options)) return undefined;
  return {
    code: 'OBS_ERR_OPTION_INVALID',
    fact: 'management.access must say who may ask, outside development and wherever management.access.loopbackOnly is off',
    fix: 'set management.access.tokens or management.access.authorize, or management.enabled to false',
  };
}

function checkConsoleAccess(options: SettledOptions): Problem | undefined {
  if (options.valueOf('console.access.token') !== undefined || !isReachable('console', options)) return undefined;
  return {
    code: 'OBS_ERR_OPTION_INVALID',
    fact: 'console.access must say who may look, outside development and wherever console.access.loopbackOnly is off',
    fix: 'set console.access.token or console.access.authorize, or console.enabled to false',
  };
}

function checkConsolePages(options: SettledOptions): Problem | undefined {
  const plugins = options.valueOf('plugins') as readonly ObservabilityPlugin[];
  const own = options.valueOf('consolePages') as readonly ConsolePage[];
  return pagesNamedTwice([...own, ...plugins.flatMap(({ consolePages = [] }) => consolePages)]);
}

/** Whether it is on, by others than whoever sits at this machine, and asks nobody who they are. */
function isReachable(section: 'management' | 'console', options: SettledOptions): boolean {
  const isOn = ['enabled', `${section}.enabled`].every((path) => options.valueOf(path) === true);
  const isPrivate =
    options.environmentClass === 'development' && options.valueOf(`${section}.access.loopbackOnly`) === true;
  return isOn && !isPrivate && options.valueOf(`${section}.access.authorize`) === undefined;
}
