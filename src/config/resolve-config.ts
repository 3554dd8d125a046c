/** Decides once what the options, the environment and the file amount to. */
import { ObservabilityError, type Problem } from '../kernel/index.js';
import { findApplicationFolder, readApplicationPackage } from './application-package.js';
import { checkCombinations } from './check-combinations.js';
import { readConfigFile } from './config-file.js';
import {
  classNamed,
  environmentClassOf,
  readEnvironment,
  readVariable,
  type Environment,
  type EnvironmentReading,
} from './environment.js';
import type { ExporterConfig } from './exporter.js';
import { deepFreeze } from './freeze.js';
import type { ObservabilityOptions } from './observability.options.js';
import { emptyReading, type LayerReading } from './option-problem.js';
import { optionTable } from './option-table.js';
import { resolveEndpoint, type OtlpSignal } from './otlp-endpoint.js';
import { readCodeOptions } from './read-options.js';
import type { EnvironmentClass, ResolvedConfig } from './resolved-config.js';
import { readSentryEnvironment } from './sentry-environment.js';
import { SettledOptions, type Surroundings } from './settled-options.js';

/** Where to look; each is the process's own when left out. */
export interface ConfigSources {
  readonly env?: Environment;
  /** Base of a relative `configFile`, and the last place to look for the application's package.json. */
  readonly cwd?: string;
  /** The script the application was started with; its package.json names the service. */
  readonly mainScript?: string;
  /** Whether standard output is a terminal. */
  readonly isTerminal?: boolean;
}

/**
 * One deep-frozen configuration. What is the user's own (functions, plugins, patterns, streams) stays as it is.
 * @throws ObservabilityError `OBS_ERR_CONFIG` that lists every problem with its fix
 */
export function resolveConfig(options: ObservabilityOptions = {}, sources: ConfigSources = {}): ResolvedConfig {
  const env = sources.env ?? process.env;
  const layers = readLayers(options, env, sources.cwd ?? process.cwd());
  const settled = settle(layers, env, sources);
  throwIfAny([...problemsOf(layers), ...checkCombinations(settled, refusedIn(layers))]);
  const config = assemble(settled, layers, env);
  const { plugins, consolePages, logs, audit } = config;
  return deepFreeze(config, new Set<unknown>([...plugins, ...consolePages, logs.destination, audit.destination]));
}

interface Layers {
  readonly code: LayerReading;
  readonly environment: EnvironmentReading;
  readonly file: LayerReading;
}

function readLayers(options: ObservabilityOptions, env: Environment, cwd: string): Layers {
  const code = readCodeOptions(options);
  const environment = readEnvironment(env);
  const file = code.values.get('configFile') ?? environment.values.get('configFile');
  return { code, environment, file: typeof file === 'string' ? readConfigFile(file, cwd) : emptyReading() };
}

function settle({ code, environment, file }: Layers, env: Environment, sources: ConfigSources): SettledOptions {
  const strongestFirst = [
    { origin: 'code', values: code.values },
    { origin: 'environment', values: environment.values },
    { origin: 'file', values: file.values },
  ] as const;
  return new SettledOptions(strongestFirst, surroundingsOf({ code, environment, file }, env, sources));
}

function surroundingsOf(
  layers: Layers,
  env: Environment,
  { cwd, mainScript, isTerminal }: ConfigSources,
): Surroundings {
  const environmentClass = decideClass(layers, env);
  return {
    environmentClass,
    isTerminal: isTerminal ?? process.stdout.isTTY === true,
    environmentName: readVariable('NODE_ENV', env) ?? environmentClass,
    application: readApplicationPackage(cwd ?? process.cwd(), mainScript),
    applicationFolder: findApplicationFolder(cwd ?? process.cwd(), mainScript),
  };
}

/** A known name in code decides; else ENVIRONMENT and NODE_ENV do, together with a name in the file. */
function decideClass({ code, environment, file }: Layers, env: Environment): EnvironmentClass {
  const [inCode, inEnvironment, inFile] = [code, environment, file].map(({ values }) => values.get('environment'));
  const names = [inCode, inEnvironment, readVariable('NODE_ENV', env), inFile].map(
    (name) => name as string | undefined,
  );
  return classNamed(names[0]) ?? environmentClassOf(...names);
}

function problemsOf({ code, environment, file }: Layers): Problem[] {
  return [...code.problems, ...environment.problems, ...file.problems];
}

function refusedIn({ code, environment, file }: Layers): ReadonlySet<string> {
  return new Set([...code.refused, ...environment.refused, ...file.refused]);
}

function throwIfAny(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  throw ObservabilityError.ofAll('OBS_ERR_CONFIG', `The configuration has ${count}:`, problems);
}

function assemble(settled: SettledOptions, layers: Layers, env: Environment): ResolvedConfig {
  const tree = treeOf(settled);
  const { isOtelSdkDisabled } = layers.environment;
  const { configFile: _configFile, isEnabled, environment: name, exporters, ...rest } = tree;
  const { http, traces, metrics, logs } = tree;
  return {
    ...rest,
    isEnabled,
    isOtelSdkDisabled,
    environment: { name, class: decideClass(layers, env) },
    http: { ...http, isEnabled: isEnabled && http.isEnabled },
    ...sourcesOf(tree),
    traces: {
      ...traces,
      isEnabled: isEnabled && traces.isEnabled && !isOtelSdkDisabled,
      tree: traces.tree || exporters.some(isTree),
      endpoint: endpointOf('traces', settled, layers),
      maxBatchSize: Math.min(traces.maxBatchSize, traces.maxQueueSize),
    },
    metrics: {
      ...metrics,
      isEnabled: isEnabled && metrics.isEnabled,
      exporter: metrics.exporter.filter((way) => way !== 'otlp' || !isOtelSdkDisabled),
      endpoint: endpointOf('metrics', settled, layers),
    },
    logs: {
      ...logs,
      isEnabled: isEnabled && logs.isEnabled,
      exporter: isOtelSdkDisabled ? 'none' : logs.exporter,
      endpoint: endpointOf('logs', settled, layers),
    },
    exporters: exporters.filter(({ type }) => isEnabled && !(isOtelSdkDisabled && type === 'webhook')),
    audit: { ...tree.audit, isEnabled: isEnabled && tree.audit.isEnabled },
    profiling: { ...tree.profiling, isEnabled: isEnabled && tree.profiling.isEnabled },
    management: { ...tree.management, isEnabled: isEnabled && tree.management.isEnabled },
    console: {
      ...tree.console,
      isEnabled: isEnabled && tree.console.isEnabled,
      keyFolder: settled.environmentClass === 'development' ? settled.applicationFolder : undefined,
    },
    consolePages: [...tree.consolePages, ...tree.plugins.flatMap((plugin) => plugin.consolePages ?? [])],
    sentry: readSentryEnvironment(env),
    origins: settled.origins(),
    warnings: [...layers.environment.warnings, ...warnOfBatchSize(traces)],
  };
}

const SOURCES = [
  'websocket',
  'rpc',
  'graphql',
  'schedules',
  'events',
  'outgoing',
  'database',
  'cache',
  'rateLimits',
  'processes',
] as const;
type Sources = Pick<ResolvedConfig, (typeof SOURCES)[number]>;

/** Nothing is observed where all is off. */
function sourcesOf(tree: OptionsTree): Sources {
  const switched = SOURCES.map((name) => [name, { ...tree[name], isEnabled: tree.isEnabled && tree[name].isEnabled }]);
  return Object.fromEntries(switched) as Sources;
}

/** The options as they stand in the table, before anything is decided across them. */
type OptionsTree = Omit<ResolvedConfig, 'environment' | 'isOtelSdkDisabled' | 'origins' | 'warnings'> & {
  readonly environment: string;
  readonly configFile: string | undefined;
};

/** The table's specs hold its rows and the options equal, which is what the types here rest on. */
function treeOf(settled: SettledOptions): OptionsTree {
  const root: Record<string, unknown> = {};
  for (const { path } of optionTable) {
    const sections = path.split('.');
    const leaf = sections.pop();
    const place = sections.reduce((tree, section) => (tree[section] ??= {}) as Record<string, unknown>, root);
    place[leaf === 'enabled' ? 'isEnabled' : leaf!] = settled.valueOf(path);
  }
  return root as unknown as OptionsTree;
}

/** Each finished trace as a tree instead of lines about events. */
function isTree(exporter: ExporterConfig): boolean {
  return exporter.type === 'console' && exporter.format === 'tree';
}

function endpointOf(signal: OtlpSignal, settled: SettledOptions, { environment }: Layers): string {
  const origin = settled.originOf(`${signal}.endpoint`);
  return resolveEndpoint({
    signal,
    endpoint: String(settled.valueOf(`${signal}.endpoint`)),
    protocol: String(settled.valueOf(`${signal}.protocol`)),
    origin,
    variable: origin === 'environment' ? environment.variables.get(`${signal}.endpoint`) : undefined,
  });
}

function warnOfBatchSize({ maxBatchSize, maxQueueSize }: ResolvedConfig['traces']): string[] {
  if (maxBatchSize <= maxQueueSize) return [];
  return [`OTEL_BSP_MAX_EXPORT_BATCH_SIZE=${maxBatchSize} exceeds the queue; ${maxQueueSize} is used.`];
}
