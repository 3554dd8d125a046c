/** Health, objectives, alerts, and the end of the process. */
import { alertRules } from '../alert-rules.js';
import { byteRecord, urlRecord } from '../collection-types.js';
import { objectiveList } from '../objective-list.js';
import { flag, milliseconds, number, path, ratio, text } from '../scalar-types.js';
import type { DefaultContext, RowDraft } from '../option-row.js';

export const healthRows: readonly RowDraft[] = [
  { path: 'health.enabled', type: flag, default: true, description: 'Answer probes.' },
  {
    path: 'health.path',
    type: path,
    default: '/health',
    description: 'Base path; `/live`, `/ready` and `/startup` hang below it.',
  },
  {
    path: 'health.details',
    type: flag,
    default: ({ environmentClass }: DefaultContext) => environmentClass !== 'production',
    defaultText: 'true outside production',
    description: 'Show causes and details of checks to everybody.',
  },
  {
    path: 'health.timeoutMs',
    type: milliseconds(1),
    default: 1000,
    description: 'Time one check may take, in milliseconds.',
  },
  {
    path: 'health.cacheMs',
    type: milliseconds(),
    default: 1000,
    description: 'A result is reused for this long, in milliseconds.',
  },
  {
    path: 'health.maxEventLoopDelayMs',
    type: number({ min: 0 }),
    default: 0,
    description: 'Event-loop delay (p99) above which the process is degraded, in milliseconds; 0 is off.',
  },
  {
    path: 'health.maxMemoryRatio',
    type: ratio,
    default: 0,
    description: 'Resident memory above which the process is degraded, as a share of its limit; 0 is off.',
  },
  {
    path: 'health.minDiskFreeBytes',
    type: byteRecord,
    default: {},
    description: "Free disk space, in bytes, under which a path fails: `{ '/data': 1_000_000_000 }`.",
  },
  {
    path: 'health.httpChecks',
    type: urlRecord,
    default: {},
    description: "Dependencies that answer HTTP: `{ payments: 'http://payments/health' }`.",
  },
  {
    path: 'health.dependencies',
    type: flag,
    default: false,
    description: 'Databases, Redis, brokers and microservice clients found among the providers join readiness.',
  },
  {
    path: 'slos',
    type: objectiveList,
    default: [],
    description: 'What the service promises: which share of its requests has to be good, over which time.',
  },
  {
    path: 'alerts.rules',
    type: alertRules,
    default: {},
    description: 'Other thresholds and durations for generated alerts, by name; `false` leaves one out.',
  },
  {
    path: 'alerts.runbookBaseUrl',
    type: text,
    default: 'runbooks/',
    description: "What alerts put before their runbook's file name; by default the folder beside the generated rules.",
  },
  {
    path: 'alerts.grafanaUrl',
    type: text,
    description: 'Where Grafana is, for the links of alerts to dashboards; without it a path on the same host.',
  },
  {
    path: 'shutdown.drainTimeoutMs',
    type: milliseconds(),
    default: ({ environmentClass }: DefaultContext) => (environmentClass === 'production' ? 5000 : 0),
    defaultText: '0 in development and test, 5000 in production',
    description: 'How long a stopping process keeps answering after readiness turned false, in milliseconds.',
  },
  {
    path: 'shutdown.flushTimeoutMs',
    type: milliseconds(),
    default: 5000,
    description: 'Time the last flush may take, in milliseconds.',
  },
];
