/** What an application says of itself, and of what applies to all of it. */
import { callback, pluginList } from '../code-types.js';
import { resourceAttributes, stringList } from '../collection-types.js';
import { flag, oneOf, text } from '../scalar-types.js';
import { randomUUID } from 'node:crypto';
import type { DefaultContext, RowDraft } from '../option-row.js';

export const applicationRows: readonly RowDraft[] = [
  { path: 'enabled', type: flag, default: true, description: 'Off stops everything but health.' },
  { path: 'configFile', type: text, description: 'YAML or JSON file with options of this shape.' },
  {
    path: 'environment',
    type: text,
    default: ({ environmentName }: DefaultContext) => environmentName,
    defaultText: 'from NODE_ENV',
    env: ['ENVIRONMENT'],
    description: '`production`, `test`, `development` or any name of yours; decides several defaults.',
  },
  {
    path: 'conventions',
    type: oneOf('prometheus', 'otel'),
    default: 'prometheus',
    description: "Names of metrics: ours, or OpenTelemetry's wherever these are stable.",
  },
  {
    path: 'identify',
    type: callback,
    description: 'Who makes this request; called once per request, after authentication.',
  },
  {
    path: 'baggageAttributes',
    type: stringList,
    default: [],
    description: 'Baggage keys that become span and log attributes.',
  },
  {
    path: 'plugins',
    type: pluginList,
    default: [],
    description: 'Parts with an outside package of their own, such as `sentry({ dsn })`.',
  },
  {
    path: 'service.name',
    type: text,
    default: ({ application }: DefaultContext) => application.name,
    defaultText: "the application's package.json name",
    env: ['OTEL_SERVICE_NAME', 'OTEL_RESOURCE_ATTRIBUTES'],
    description: 'Name of the service in every signal.',
  },
  {
    path: 'service.version',
    type: text,
    default: ({ application }: DefaultContext) => application.version,
    defaultText: "the application's package.json version",
    env: ['OBSERVABILITY_SERVICE_VERSION', 'OTEL_RESOURCE_ATTRIBUTES'],
    description: 'Version of the service in every signal.',
  },
  {
    path: 'service.instanceId',
    type: text,
    default: () => randomUUID(),
    defaultText: 'a random UUID',
    env: ['OBSERVABILITY_SERVICE_INSTANCE_ID', 'OTEL_RESOURCE_ATTRIBUTES'],
    description: 'Unique per process.',
  },
  {
    path: 'service.attributes',
    type: resourceAttributes,
    default: {},
    env: ['OTEL_RESOURCE_ATTRIBUTES'],
    description: 'More OpenTelemetry resource attributes; code, environment and file are merged name by name.',
  },
];
