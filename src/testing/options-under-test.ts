/** An application's own options, changed so that a test hears of everything and nobody else does. */
import type { MetricsOptions, ObservabilityOptions, ObservabilityPlugin } from '../config/index.js';
import type { TelemetryRecorder } from './telemetry-recorder.js';

export interface Testing {
  readonly recorder: TelemetryRecorder;
  /** Laid over everything else. */
  readonly observability: ObservabilityOptions;
  /** Names of the plugins that do all they do in production. */
  readonly plugins: readonly string[];
}

/** What sends, prints, listens on a port of its own or waits is off; what a plugin tells the outside is left out. */
export function optionsUnderTest(own: ObservabilityOptions, testing: Testing): ObservabilityOptions {
  const { recorder, observability } = testing;
  const { plugins: given = [], ...rest } = laidOver(laidOver(own, quiet(own, recorder)), observability);
  const plugins = given.map((plugin) => (testing.plugins.includes(plugin.name) ? plugin : withoutVoice(plugin)));
  // First, so that its clock is the one that counts.
  return { ...rest, plugins: [recorder.plugin(), ...plugins] };
}

function quiet({ metrics }: ObservabilityOptions, { destination }: TelemetryRecorder): ObservabilityOptions {
  return {
    traces: { exporter: 'none', tree: false, sampleRatio: 1, rules: [] },
    metrics: { exporter: withoutPush(metrics?.exporter), port: undefined, aggregate: 'off' },
    logs: { exporter: 'none', pretty: false, destination },
    audit: { destination: 'log' },
    exporters: [],
    management: { ownPort: false },
    console: { enabled: false, ownPort: false },
    shutdown: { drainTimeoutMs: 0 },
  };
}

function withoutPush(exporter: MetricsOptions['exporter']): MetricsOptions['exporter'] {
  if (Array.isArray(exporter)) return exporter.filter((way: string) => way !== 'otlp');
  return exporter === 'otlp' ? 'none' : exporter;
}

/** It is still told of operations, and still makes them. */
function withoutVoice({
  spanProcessors: _spanProcessors,
  room: _room,
  ...plugin
}: ObservabilityPlugin): ObservabilityPlugin {
  return plugin;
}

/** Section by section: what a section of `top` says wins, what it leaves out stays. */
function laidOver(base: ObservabilityOptions, top: ObservabilityOptions): ObservabilityOptions {
  const sections: Readonly<Record<string, unknown>> = { ...base };
  const entries = Object.entries(top).map(([name, value]) => {
    const below = sections[name];
    return [name, isSection(below) && isSection(value) ? { ...below, ...value } : (value as unknown)];
  });
  return { ...base, ...(Object.fromEntries(entries) as ObservabilityOptions) };
}

function isSection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
