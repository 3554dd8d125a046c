/**
 * Holds the files of the stack to closed shapes after their references: a field that its program does not know, or one that it
 * asks for and does not get, fails here. Where the programs themselves are built, they judge: test/operations.
 */
import { parse } from 'yaml';
import { stackFiles } from '../../src/provisioning/index.js';
import { inputWith, objectiveWith } from './inputs.js';
import { like, listOf, mapOf, object, oneOf, problemsIn, text, wholeFrom, yesNo, type Shape } from './shapes.js';

const input = inputWith({ objectives: [objectiveWith()] });
const files = stackFiles(input);

const duration = like(/^-?(\d+(ms|s|m|h|d))+$/);
const port = wholeFrom(1, 65_535);
const url = like(/^http:\/\/[a-z-]+:\d+$/);
const name = like(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);

/** https://github.com/compose-spec/compose-spec/blob/main/spec.md */
const composeService = object(
  { image: like(/^[a-z0-9/.-]+:v?\d+\.\d+\.\d+(-[a-z]+)?$/), restart: oneOf('unless-stopped') },
  {
    command: listOf(text),
    volumes: listOf(like(/^(\.\/[\w./-]+|\/[\w./-]+|[a-z-]+):\/[\w./-]+(:ro)?$/)),
    ports: listOf(like(/^127\.0\.0\.1:\d+:\d+$/)),
    depends_on: listOf(name),
    extra_hosts: listOf(like(/^[a-z.]+:host-gateway$/)),
    environment: mapOf(like(/^[A-Z][A-Z_]+$/), text),
    profiles: listOf(name),
    user: like(/^\d+:\d+$/),
    init: yesNo,
    healthcheck: object({ test: listOf(text, 2), interval: duration, timeout: duration, retries: wholeFrom(1) }),
  },
);
const compose = object({
  name: like(/^[a-z0-9][a-z0-9_-]*$/),
  services: mapOf(name, composeService),
  volumes: mapOf(name, object({})),
});

/** https://grafana.com/docs/loki/latest/configure/ */
const folder = like(/^\/loki(\/[a-z]+)?$/);
const loki = object({
  auth_enabled: yesNo,
  server: object({ http_listen_port: port }),
  common: object({
    instance_addr: oneOf('127.0.0.1'),
    path_prefix: folder,
    replication_factor: oneOf(1),
    ring: object({ kvstore: object({ store: oneOf('inmemory') }) }),
    storage: object({ filesystem: object({ chunks_directory: folder, rules_directory: folder }) }),
  }),
  schema_config: object({
    configs: listOf(
      object({
        from: like(/^\d{4}-\d\d-\d\d$/),
        store: oneOf('tsdb'),
        object_store: oneOf('filesystem'),
        // OTLP needs structured metadata, which this schema brings.
        schema: oneOf('v13'),
        index: object({ prefix: text, period: oneOf('24h') }),
      }),
    ),
  }),
  limits_config: object({ allow_structured_metadata: oneOf(true), volume_enabled: yesNo, retention_period: duration }),
  compactor: object({
    working_directory: folder,
    retention_enabled: oneOf(true),
    delete_request_store: oneOf('filesystem'),
  }),
  analytics: object({ reporting_enabled: oneOf(false) }),
});

/** https://grafana.com/docs/grafana/latest/administration/provisioning/ */
const uid = like(/^[a-z]{1,40}$/);
const dataSource = (type: string, jsonData: Shape): Shape =>
  object({ name: text, type: oneOf(type), uid, access: oneOf('proxy'), url, jsonData }, { isDefault: yesNo });
const dataSources = {
  prometheus: object({
    httpMethod: oneOf('POST'),
    timeInterval: duration,
    exemplarTraceIdDestinations: listOf(object({ name: oneOf('trace_id'), datasourceUid: uid })),
  }),
  jaeger: object({
    nodeGraph: object({ enabled: yesNo }),
    tracesToLogsV2: object({
      datasourceUid: uid,
      spanStartTimeShift: duration,
      spanEndTimeShift: duration,
      tags: listOf(object({ key: text, value: like(/^[a-z_]+$/) })),
      customQuery: oneOf(true),
      query: text,
    }),
  }),
  loki: object({
    derivedFields: listOf(
      object({
        name: text,
        matcherType: oneOf('label'),
        matcherRegex: oneOf('trace_id'),
        datasourceUid: uid,
        url: text,
        urlDisplayLabel: text,
      }),
    ),
  }),
  alertmanager: object({ implementation: oneOf('prometheus'), handleGrafanaManagedAlerts: yesNo }),
};
const dashboardProviders = object({
  apiVersion: oneOf(1),
  providers: listOf(
    object({
      name: text,
      folder: text,
      type: oneOf('file'),
      allowUiUpdates: yesNo,
      updateIntervalSeconds: wholeFrom(1),
      options: object({ path: like(/^\//) }),
    }),
  ),
});

/** https://kubernetes.io/docs/reference/kubernetes-api/ and https://prometheus-operator.dev/docs/api-reference/api/ */
const labels = object({ 'app.kubernetes.io/name': name });
const resource = (apiVersion: string, kind: string, spec: Shape): Shape =>
  object({ apiVersion: oneOf(apiVersion), kind: oneOf(kind), metadata: object({ name, labels }), spec });
const probe = object({
  httpGet: object({ path: like(/^\//), port: name }),
  timeoutSeconds: wholeFrom(1),
  periodSeconds: wholeFrom(1),
  failureThreshold: wholeFrom(1),
});
const container = object({
  name,
  image: text,
  ports: listOf(object({ name: like(/^[a-z]{1,15}$/), containerPort: port })),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
});
const rule = (kind: string): Shape =>
  object(
    { [kind]: like(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/), expr: text },
    { labels: mapOf(text, text), ...(kind === 'alert' && { for: duration, annotations: mapOf(text, text) }) },
  );
const anyRule: Shape = (value, path) => rule('alert' in (value as object) ? 'alert' : 'record')(value, path);
const groups = listOf(object({ name: text, rules: listOf(anyRule) }, { interval: duration }));
const operator = 'monitoring.coreos.com/v1';
const kinds: Readonly<Record<string, Shape>> = {
  Deployment: resource(
    'apps/v1',
    'Deployment',
    object({
      selector: object({ matchLabels: labels }),
      template: object({
        metadata: object({ labels }),
        spec: object({ terminationGracePeriodSeconds: wholeFrom(1), containers: listOf(container) }),
      }),
    }),
  ),
  Service: resource(
    'v1',
    'Service',
    object({ selector: labels, ports: listOf(object({ name, port, targetPort: name })) }),
  ),
  ServiceMonitor: resource(
    operator,
    'ServiceMonitor',
    object({
      selector: object({ matchLabels: labels }),
      endpoints: listOf(object({ port: name, path: like(/^\//), interval: duration, honorLabels: yesNo })),
    }),
  ),
  PrometheusRule: resource(operator, 'PrometheusRule', object({ groups })),
  Kustomization: object({
    apiVersion: oneOf('kustomize.config.k8s.io/v1beta1'),
    kind: oneOf('Kustomization'),
    resources: listOf(like(/^[a-z0-9-]+\.yml$/)),
  }),
};

function read<T>(path: string): T {
  return parse(files.find((file) => file.path === path)!.text) as T;
}

it.each<[string, Shape]>([
  ['compose.yml', compose],
  ['loki/loki.yml', loki],
  ['grafana/provisioning/dashboards/dashboards.yml', dashboardProviders],
])('%s says what its program knows, and all that it asks for', (path, shape) => {
  expect(problemsIn(read(path), shape)).toEqual([]);
});

it('configures each data source of Grafana with the fields of its type', () => {
  const provisioned = read<{ apiVersion: unknown; datasources: { type: keyof typeof dataSources }[] }>(
    'grafana/provisioning/datasources/datasources.yml',
  );

  expect(provisioned.apiVersion).toBe(1);
  expect(provisioned.datasources.map(({ type }) => type).toSorted()).toEqual(Object.keys(dataSources).toSorted());
  for (const source of provisioned.datasources)
    expect(problemsIn(source, dataSource(source.type, dataSources[source.type]))).toEqual([]);
});

it.each(files.filter(({ path }) => path.startsWith('kubernetes/')).map(({ path }) => path))(
  '%s is a resource of its kind',
  (path) => {
    const manifest = read<{ kind: string }>(path);

    expect(problemsIn(manifest, kinds[manifest.kind]!)).toEqual([]);
  },
);

it('finds what is missing, unknown or of another kind', () => {
  const shape = object({ port, name }, { tags: listOf(text) });

  expect(problemsIn({ port: 70_000, tags: ['one', ''], tabs: [] }, shape)).toEqual([
    '.name is missing',
    '.port is not a whole number from 1 to 65535: 70000',
    '.tags[1] is not a text: ""',
    '.tabs is unknown',
  ]);
});
