/**
 * Every option once, as data: validation, the environment, the file and the reference tables are all driven by it.
 */
import { completeRow, type OptionRow } from './option-row.js';
import { applicationRows } from './rows/application.rows.js';
import { consoleRows } from './rows/console.rows.js';
import { dependencyRows } from './rows/dependency.rows.js';
import { entryPointRows } from './rows/entry-point.rows.js';
import { healthRows } from './rows/health.rows.js';
import { logsRows } from './rows/logs.rows.js';
import { managementRows } from './rows/management.rows.js';
import { metricsRows } from './rows/metrics.rows.js';
import { profilingRows } from './rows/profiling.rows.js';
import { recordingRows } from './rows/recording.rows.js';
import { tracesRows } from './rows/traces.rows.js';

export const optionTable: readonly OptionRow[] = [
  ...applicationRows,
  ...entryPointRows,
  ...dependencyRows,
  ...tracesRows,
  ...metricsRows,
  ...logsRows,
  ...healthRows,
  ...profilingRows,
  ...recordingRows,
  ...managementRows,
  ...consoleRows,
].map(completeRow);

const ROWS_BY_PATH: ReadonlyMap<string, OptionRow> = new Map(optionTable.map((row) => [row.path, row]));

export function optionRow(optionPath: string): OptionRow {
  const row = ROWS_BY_PATH.get(optionPath);
  if (!row) throw new TypeError(`${optionPath} is no option`);
  return row;
}

/** Variables that are read although no option carries their name. */
export const environmentOnlyVariables: readonly { readonly name: string; readonly description: string }[] = [
  { name: 'OTEL_SDK_DISABLED', description: 'No traces and no push, whatever else was said.' },
  { name: 'OTEL_PROPAGATORS', description: 'Any of tracecontext, baggage and none; both by default.' },
  {
    name: 'OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN',
    description: 'With logs, exceptions are no longer events of their span.',
  },
  { name: 'OTEL_EXPORTER_OTLP_TRACES_INSECURE', description: 'An endpoint without a scheme is reached without TLS.' },
  { name: 'OTEL_EXPORTER_OTLP_METRICS_INSECURE', description: 'An endpoint without a scheme is reached without TLS.' },
  { name: 'OTEL_EXPORTER_OTLP_LOGS_INSECURE', description: 'An endpoint without a scheme is reached without TLS.' },
  { name: 'OTEL_EXPORTER_OTLP_INSECURE', description: 'An endpoint without a scheme is reached without TLS.' },
  { name: 'SENTRY_DSN', description: 'Errors go to this project of Sentry, as with `plugins: [sentry()]`.' },
  {
    name: 'SENTRY_RELEASE',
    description: 'Release that errors belong to; `<service.name>@<service.version>` by default.',
  },
  {
    name: 'SENTRY_ENVIRONMENT',
    description: 'Environment that errors belong to; the option `environment` by default.',
  },
  { name: 'SENTRY_NAME', description: "Server that errors come from; the machine's name by default." },
  { name: 'NODE_ENV', description: 'Class of the environment, and its name where ENVIRONMENT says nothing.' },
];
