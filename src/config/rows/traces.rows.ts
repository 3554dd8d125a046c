/** Traces: what is sampled, how much a span holds, and where spans go. */
import { headerRecord, samplingRules } from '../collection-types.js';
import { flag, integer, milliseconds, oneOf, ratio, text, url } from '../scalar-types.js';
import type { DefaultContext, RowDraft } from '../option-row.js';

export const tracesRows: readonly RowDraft[] = [
  { path: 'traces.enabled', type: flag, default: true, description: 'Make spans at all.' },
  {
    path: 'traces.exporter',
    type: oneOf('otlp', 'none'),
    default: ({ isSaid }: DefaultContext) => (isSaid('traces.endpoint') ? 'otlp' : 'none'),
    defaultText: "'otlp' when an endpoint is configured, else 'none'",
    env: ['OTEL_TRACES_EXPORTER'],
    description: 'Where spans go.',
  },
  {
    path: 'traces.endpoint',
    type: url,
    default: ({ valueOf }: DefaultContext) =>
      valueOf('traces.protocol') === 'grpc' ? 'http://localhost:4317' : 'http://localhost:4318/v1/traces',
    defaultText: 'http://localhost:4317, or http://localhost:4318/v1/traces for HTTP',
    env: ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTLP_ENDPOINT'],
    description:
      'OTLP endpoint; over HTTP `/v1/traces` is added to the general variables, and to an option that has no path.',
  },
  {
    path: 'traces.protocol',
    type: oneOf('grpc', 'http/protobuf'),
    default: 'grpc',
    env: ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'],
    description: 'How spans are sent.',
  },
  {
    path: 'traces.headers',
    type: headerRecord,
    default: {},
    env: ['OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'OTEL_EXPORTER_OTLP_HEADERS'],
    description: 'Headers of each export, such as an API key.',
    isSecret: true,
  },
  {
    path: 'traces.sampleRatio',
    type: ratio,
    default: ({ environmentClass }: DefaultContext) => (environmentClass === 'production' ? 0.1 : 1),
    defaultText: '0.1 in production, else 1',
    env: ['OTEL_TRACES_SAMPLER', 'OTEL_TRACES_SAMPLER_ARG', 'TRACE_SAMPLE_RATE'],
    description: 'Share of new traces that is recorded, 0 to 1.',
  },
  {
    path: 'traces.parentBased',
    type: flag,
    default: true,
    env: ['OTEL_TRACES_SAMPLER', 'OBSERVABILITY_TRACES_PARENT_BASED'],
    description: "Follow the caller's decision where there is one.",
  },
  {
    path: 'traces.rules',
    type: samplingRules,
    default: [],
    description: 'Other ratios for single routes; the first that matches wins.',
  },
  {
    path: 'traces.forceSecret',
    type: text,
    description: 'Shared secret: a request whose `x-force-trace` header carries its HMAC is always recorded.',
    isSecret: true,
  },
  {
    path: 'traces.tree',
    type: flag,
    default: false,
    env: ['OTEL_TRACES_EXPORTER', 'OBSERVABILITY_TRACES_TREE'],
    description: 'Print each finished trace as a tree on standard output.',
  },
  {
    path: 'traces.responseHeader',
    type: flag,
    default: false,
    description: 'Put the trace id on the response as `trace-id`.',
  },
  {
    path: 'traces.collapseAfter',
    type: integer({ min: 0 }),
    default: 10,
    description:
      'Equal sibling spans of queries, resolvers and automatically traced methods after this many fold into one; 0 is never.',
  },
  {
    path: 'traces.collapseKeepSlowest',
    type: integer({ min: 0, max: 100 }),
    default: 3,
    description: 'Of those that fold, so many of the slowest are kept.',
  },
  {
    path: 'traces.limits.attributeCount',
    type: integer({ min: 0 }),
    default: 128,
    env: ['OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', 'OTEL_ATTRIBUTE_COUNT_LIMIT'],
    description: 'Attributes of one span, at most; later ones are dropped and counted on the span.',
  },
  {
    path: 'traces.limits.attributeValueLength',
    type: integer({ min: 1 }),
    defaultText: 'no limit',
    env: ['OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT'],
    description: 'Characters of a text attribute of a span, its events and links; the rest is cut off.',
  },
  {
    path: 'traces.limits.eventCount',
    type: integer({ min: 0 }),
    default: 128,
    env: ['OTEL_SPAN_EVENT_COUNT_LIMIT'],
    description: 'Events of one span, at most; the oldest are dropped and counted on the span.',
  },
  {
    path: 'traces.limits.linkCount',
    type: integer({ min: 0 }),
    default: 128,
    env: ['OTEL_SPAN_LINK_COUNT_LIMIT'],
    description: 'Links of one span, at most; the oldest are dropped and counted on the span.',
  },
  {
    path: 'traces.maxQueueSize',
    type: integer({ min: 1 }),
    default: 2048,
    env: ['OTEL_BSP_MAX_QUEUE_SIZE'],
    description: 'Spans waiting for export, at most; more are dropped and counted.',
  },
  {
    path: 'traces.maxBatchSize',
    type: integer({ min: 1 }),
    default: ({ valueOf }: DefaultContext) => Math.min(512, Number(valueOf('traces.maxQueueSize'))),
    defaultText: '512, or maxQueueSize where that is smaller',
    env: ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE'],
    description: 'Spans per export.',
  },
  {
    path: 'traces.scheduleDelayMs',
    type: milliseconds(1),
    default: 5000,
    env: ['OTEL_BSP_SCHEDULE_DELAY'],
    description: 'Time between exports, in milliseconds.',
  },
  {
    path: 'traces.exportTimeoutMs',
    type: milliseconds(1),
    default: 10_000,
    env: ['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT', 'OTEL_EXPORTER_OTLP_TIMEOUT', 'OTEL_BSP_EXPORT_TIMEOUT'],
    description: 'Time one export may take, in milliseconds.',
  },
];
