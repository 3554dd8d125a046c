/** The log, and what is told beside it: hooks, the audit trail, errors. */
import { auditDestination, destination } from '../code-types.js';
import { headerNames, headerRecord } from '../collection-types.js';
import { logLevel } from '../log-level.js';
import { endpointBesideTraces, headersBesideTraces } from '../otlp-endpoint.js';
import { flag, integer, milliseconds, oneOf, text, url } from '../scalar-types.js';
import type { DefaultContext, RowDraft } from '../option-row.js';

export const logsRows: readonly RowDraft[] = [
  {
    path: 'logs.enabled',
    type: flag,
    default: true,
    description: "Off leaves the application's own logger alone.",
  },
  {
    path: 'logs.level',
    type: logLevel,
    default: 'info',
    env: ['LOG_LEVEL'],
    description: 'Level, optionally per context: `info,OrdersService=debug`.',
  },
  {
    path: 'logs.pretty',
    type: flag,
    default: ({ environmentClass, isTerminal }: DefaultContext) => environmentClass === 'development' && isTerminal,
    defaultText: 'true in development on a terminal',
    description: 'Colours and columns instead of JSON.',
  },
  { path: 'logs.completion', type: flag, default: true, description: 'One line per finished request.' },
  { path: 'logs.spans', type: flag, default: false, description: 'One line per finished span, level debug.' },
  {
    path: 'logs.maxPerSecond',
    type: integer({ min: 0 }),
    default: 1000,
    description: 'Equal messages per context and second; more are counted and summed up in one line; 0 is no limit.',
  },
  {
    path: 'logs.callSite',
    type: flag,
    default: false,
    description: 'Add file, line and thread of the call, at the cost of a stack trace per line.',
  },
  {
    path: 'logs.frames',
    type: flag,
    default: false,
    description:
      "Add the application's own frames of an error as `err.frames`, with their source once it has been read.",
  },
  { path: 'logs.destination', type: destination, defaultText: 'standard output', description: 'Where lines go.' },
  {
    path: 'logs.exporter',
    type: oneOf('otlp', 'none'),
    default: 'none',
    env: ['OTEL_LOGS_EXPORTER'],
    description: 'Where lines go beside the destination.',
  },
  {
    path: 'logs.endpoint',
    type: url,
    default: (context: DefaultContext) => endpointBesideTraces('logs', context),
    defaultText: 'where traces go, else http://localhost:4317, or http://localhost:4318/v1/logs for HTTP',
    env: ['OTEL_EXPORTER_OTLP_LOGS_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
    description:
      'OTLP endpoint; over HTTP `/v1/logs` is added to the general variables, and to an option that has no path.',
  },
  {
    path: 'logs.protocol',
    type: oneOf('grpc', 'http/protobuf'),
    default: ({ valueOf }: DefaultContext) => valueOf('traces.protocol'),
    defaultText: 'that of traces',
    env: ['OTEL_EXPORTER_OTLP_LOGS_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'],
    description: 'How lines are sent.',
  },
  {
    path: 'logs.headers',
    type: headerRecord,
    default: (context: DefaultContext) => headersBesideTraces('logs', context),
    defaultText: 'those of traces where lines go to the same place, else {}',
    env: ['OTEL_EXPORTER_OTLP_LOGS_HEADERS', 'OTEL_EXPORTER_OTLP_HEADERS'],
    description: 'Headers of each export, such as an API key.',
    isSecret: true,
  },
  {
    path: 'logs.maxQueueSize',
    type: integer({ min: 1 }),
    default: 2048,
    env: ['OTEL_BLRP_MAX_QUEUE_SIZE'],
    description: 'Lines waiting for export, at most; more are dropped and counted, as are those above 16 MiB.',
  },
  {
    path: 'logs.maxBatchSize',
    type: integer({ min: 1 }),
    default: 512,
    env: ['OTEL_BLRP_MAX_EXPORT_BATCH_SIZE'],
    description: 'Lines per export.',
  },
  {
    path: 'logs.scheduleDelayMs',
    type: milliseconds(1),
    default: 1000,
    env: ['OTEL_BLRP_SCHEDULE_DELAY'],
    description: 'Time between exports, in milliseconds.',
  },
  {
    path: 'logs.exportTimeoutMs',
    type: milliseconds(1),
    default: 10_000,
    env: ['OTEL_EXPORTER_OTLP_LOGS_TIMEOUT', 'OTEL_EXPORTER_OTLP_TIMEOUT', 'OTEL_BLRP_EXPORT_TIMEOUT'],
    description: 'Time one export may take, in milliseconds.',
  },
  {
    path: 'hooks.headers',
    type: headerNames,
    default: [],
    description: 'Headers that `http.request` and `http.response` tell, by name; secret ones stay hidden.',
  },
  { path: 'audit.enabled', type: flag, default: true, description: 'Keep an audit trail.' },
  {
    path: 'audit.destination',
    type: auditDestination,
    default: 'log',
    description: 'Where records of the audit trail go: `log`, the path of a file, or a stream.',
  },
  {
    path: 'errors.sourceLines',
    type: integer({ min: 0, max: 20 }),
    default: 5,
    description:
      "Lines of the application's own source before and after each frame of an error, for Sentry and `logs.frames`; 0 reads none.",
  },
  {
    path: 'errors.sourceFolder',
    type: text,
    default: ({ applicationFolder }: DefaultContext) => applicationFolder,
    defaultText: "the folder of the application's package.json",
    description: 'Source outside of this folder, or in a `node_modules` below it, is never read.',
  },
];
