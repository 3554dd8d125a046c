// What TypeDoc reads and how strict it is. Entry points are those of package.json; a type that is used and not exported, such as a part of
// the options, is shown beside what uses it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));
const { exports } = JSON.parse(readFileSync(path('package.json'), 'utf8'));

const entryPoints = Object.values(exports)
  .filter(({ types }) => types !== undefined)
  .map(({ types }) => path(types.replace('./dist/', 'src/').replace(/\.d\.(m?ts)$/, '.$1')));

// Functions within a line of their own type, which their member's documentation speaks of.
const intentionallyNotDocumented = [
  'nestjs-observability.ConsolePage.requires.__type.isOn',
  'nestjs-observability/instruments.AiSdkTelemetry.integrations.__type.onStepStart',
  'nestjs-observability/testing.MetricsText.__type.scrape',
  'nestjs-observability/testing.SourceSubject.begin.__type.release',
  'nestjs-observability/testing.TelemetryRecorder.destination.__type.write',
  ...['HaveLogged', 'HaveNoErrors', 'HaveOperation', 'HaveSample', 'HaveSpan'].map(
    (matcher) => `nestjs-observability/testing.observabilityMatchers.__type.to${matcher}`,
  ),
  'Parts.MeterCells.counter.__type.add',
  'Parts.MeterCells.gauge.__type.add',
  'Parts.MeterCells.gauge.__type.set',
  'Parts.MeterCells.histogram.__type.observe',
  'Parts.MeterCells.summary.__type.observe',
];

// What the library makes and hands to its own classes, and what types are computed from.
const intentionallyNotExported = [
  'AnyClass',
  'AuditTrail',
  'CallPlan',
  'Callsite',
  'Capture',
  'CounterCell',
  'CounterOptions',
  'Diagnostics',
  'ERROR_CODES',
  'GaugeCell',
  'Given',
  'HandleKeeper',
  'HealthRegistryOptions',
  'HistogramCell',
  'HookMethod',
  'Hooks',
  'Listener',
  'MANAGEMENT_CHANGES',
  'MANAGEMENT_READS',
  'MatchResult',
  'MeasurementEvents',
  'MetricFamily',
  'MetricParameter',
  'MetricRegistry',
  'Mixin',
  'NoBody',
  'Objectives',
  'ObservabilityLifecycle',
  'ObservabilityRuntime',
  'OnEnd',
  'OpenWork',
  'OptionalRoom',
  'Options',
  'OtelInstruments',
  'PipelineOptions',
  'Profiling',
  'Redactor',
  'SourceLines',
  'SpanDecoratorOptions',
  'SummaryCell',
  'TelemetryBus',
  'alertDefaults',
  'burnWindowsMs',
];

export default {
  name: 'nestjs-observability',
  entryPoints: [...entryPoints, path('scripts/api-reference/parts.ts')],
  tsconfig: path('scripts/api-reference/tsconfig.json'),
  basePath: path('.'),
  outputs: [
    { name: 'html', path: path('docs/api') },
    { name: 'json', path: path('docs/api/api.json') },
  ],
  // Types are checked by the library's own compiler, which is newer.
  skipErrorChecking: true,
  readme: 'none',
  includeVersion: true,
  excludeExternals: true,
  excludePrivate: true,
  excludeInternal: true,
  disableSources: true,
  blockTags: ['@default', '@env', '@example', '@module', '@param', '@returns', '@see', '@throws'],
  requiredToBeDocumented: ['Class', 'Enum', 'Function', 'Interface', 'TypeAlias', 'Variable'],
  intentionallyNotDocumented,
  intentionallyNotExported,
  validation: {
    invalidLink: true,
    invalidPath: true,
    notDocumented: true,
    notExported: true,
    rewrittenLink: true,
    unusedMergeModuleWith: true,
  },
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
};
