/** Holds what the files of the stack say to each other: files, ports, services and uids, each of which has to exist. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { dashboards, prometheusRules, stackFiles, type GeneratedFile } from '../../src/provisioning/index.js';
import type { Dashboard } from '../../src/provisioning/grafana/model.js';
import { programs, type Program } from '../../src/provisioning/stack/topology.js';
import { eventually, Program as Process, skipWithout, stopPrograms } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';
import { inputWith, objectiveWith } from './inputs.js';

const input = inputWith({ objectives: [objectiveWith(), objectiveWith({ name: 'search', windowDays: 28 })] });
const files = [...stackFiles(input), ...dashboards(input), ...prometheusRules(input)];
const textOf = (path: string): string => files.find((file) => file.path === path)?.text ?? '';
const read = <T>(path: string): T => parse(textOf(path)) as T;

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: readonly string[];
}

interface Collector {
  readonly receivers: Readonly<Record<string, unknown>>;
  readonly processors: Readonly<Record<string, unknown>>;
  readonly exporters: Readonly<Record<string, unknown>>;
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly service: { readonly extensions: readonly string[]; readonly pipelines: Readonly<Record<string, Pipeline>> };
}

type Pipeline = Readonly<Record<'receivers' | 'processors' | 'exporters', readonly string[]>>;

interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: never;
}

const compose = read<Compose>('compose.yml');
const services = Object.entries(compose.services);

describe('the stack', () => {
  it('is the same bytes for the same input', () => {
    expect(stackFiles(structuredClone(input))).toEqual(stackFiles(input));
  });

  it.each(files.filter(({ path }) => path.endsWith('.yml')).map(({ path, text }) => [path, text]))(
    '%s is YAML',
    (_path, text) => {
      expect(parseAllDocuments(text).flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
    },
  );

  it('refers only to programs that it starts, at ports that they open', () => {
    const addresses = files.flatMap(({ path, text }) =>
      [...text.matchAll(/\b([a-z][a-z-]*):(\d{4,5})\b/g)].map(([, host = '', port]) => ({
        path,
        host,
        port: Number(port),
      })),
    );
    const listening = Object.entries<Program>(programs).map(([name, { ports }]) => ({
      name,
      ports: Object.values(ports),
    }));
    const unknown = addresses.filter(
      ({ host, port }) => !listening.some(({ name, ports }) => name === host && ports.includes(port)),
    );

    expect(addresses.filter(({ host }) => host in compose.services).length).toBeGreaterThan(8);
    expect(unknown.filter(({ host }) => host !== 'internal' && host !== 'localhost')).toEqual([]);
  });

  it('mounts files that are generated, and volumes that it declares', () => {
    const sources = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    const exists = (source: string): boolean =>
      source.startsWith('./')
        ? files.some(({ path }) => path === source.slice(2) || path.startsWith(`${source.slice(2)}/`))
        : source.startsWith('/var/lib/docker/') || source in compose.volumes;

    expect(sources.filter((source) => !exists(source))).toEqual([]);
  });

  it('gives every program its configuration at the place that its command names', () => {
    for (const [, { command = [], volumes = [] }] of services) {
      const places = volumes.map((volume) => volume.split(':')[1] ?? '');
      const named = command.flatMap(
        (argument) => /[^=]*\/[\w/-]+\.(?:yml|mjs)$/.exec(argument.replace(/^.*=/, '')) ?? [],
      );

      expect(named.filter((file) => !places.some((place) => file === place || file.startsWith(`${place}/`)))).toEqual(
        [],
      );
    }
  });

  it('pins every image, depends on what it starts and listens on the loopback address only', () => {
    for (const [, { image, depends_on = [], ports = [] }] of services) {
      expect(image).toMatch(/:v?\d+\.\d+\.\d+(-alpine)?$/);
      expect(depends_on.filter((name) => !(name in compose.services))).toEqual([]);
      expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    }
  });

  it('opens each port of this machine once, and leaves the application its own', () => {
    const published = services.flatMap(([, { ports = [] }]) => ports.map((port) => port.split(':')[1]));

    expect(new Set(published).size).toBe(published.length);
    expect(published).not.toContain('3000');
  });

  it('keeps samples for longer than the longest objective looks back', () => {
    expect(compose.services['prometheus']?.command).toContain('--storage.tsdb.retention.time=31d');
  });
});

describe.each(['collector/collector.yml', 'collector/stdout-logs.yml'])('%s', (path) => {
  const collector = read<Collector>(path);
  const pipelines = Object.values(collector.service.pipelines);

  it('uses in its pipelines all that it configures, and nothing else', () => {
    for (const part of ['receivers', 'processors', 'exporters'] as const) {
      const used = new Set(pipelines.flatMap((pipeline) => pipeline[part]));
      expect([...used].toSorted()).toEqual(Object.keys(collector[part]).toSorted());
    }
    expect(collector.service.extensions).toEqual(Object.keys(collector.extensions));
  });

  it('limits its memory first and batches last', () => {
    for (const { processors } of pipelines)
      expect([processors[0], processors.at(-1)]).toEqual(['memory_limiter', 'batch']);
  });
});

describe('the collector', () => {
  it('keeps every trace with an error, every slow one and some of the rest', () => {
    const { processors } = read<{ processors: { tail_sampling: { policies: unknown } } }>('collector/collector.yml');

    expect(processors.tail_sampling.policies).toEqual([
      { name: 'errors', type: 'status_code', status_code: { status_codes: ['ERROR'] } },
      { name: 'slow', type: 'latency', latency: { threshold_ms: 1000 } },
      { name: 'the-rest', type: 'probabilistic', probabilistic: { sampling_percentage: 10 } },
    ]);
  });
});

describe("Grafana's data sources", () => {
  const { datasources } = read<{ datasources: { type: string; uid: string }[] }>(
    'grafana/provisioning/datasources/datasources.yml',
  );

  it('lead to each other by uids that exist', () => {
    const uids = new Set(datasources.map(({ uid }) => uid));
    const referred = [...JSON.stringify(datasources).matchAll(/"datasourceUid":"([^"]+)"/g)].map(([, uid]) => uid);

    expect(referred).toEqual(['jaeger', 'loki', 'jaeger']);
    expect(referred.filter((uid) => !uids.has(uid ?? ''))).toEqual([]);
  });

  it('are of every type that dashboards choose from', () => {
    const variables = dashboards(input).flatMap(({ text }) => (JSON.parse(text) as Dashboard).templating.list);
    const asked = new Set(variables.filter(({ type }) => type === 'datasource').map(({ query }) => query));

    expect(datasources.map(({ type }) => type)).toEqual([...asked, 'alertmanager']);
  });

  it('read dashboards where they are mounted', () => {
    const { providers } = read<{ providers: { options: { path: string } }[] }>(
      'grafana/provisioning/dashboards/dashboards.yml',
    );

    expect(compose.services['grafana']?.volumes).toContain(`./grafana/dashboards:${providers[0]?.options.path}:ro`);
  });
});

describe('the manifests for Kubernetes', () => {
  const manifests = files.filter(({ path }) => path.startsWith('kubernetes/'));
  const resources = new Map(manifests.map(({ path, text }) => [posix.basename(path), parse(text) as Resource]));
  const kinds = (kind: string): Resource[] => [...resources.values()].filter((resource) => resource.kind === kind);

  it('are all named by the kustomization, which names nothing else', () => {
    const { resources: named } = resources.get('kustomization.yml') as unknown as { resources: string[] };

    expect([...named, 'kustomization.yml'].toSorted()).toEqual([...resources.keys()].toSorted());
  });

  it('find each other by labels and by the name of the port', () => {
    const labels = { 'app.kubernetes.io/name': 'decision-desk' };
    const port = { name: 'http', containerPort: 3000 };
    const probe = (path: string): object =>
      expect.objectContaining({ httpGet: { path: `/health/${path}`, port: port.name } });

    expect([kinds('Deployment'), kinds('Service'), kinds('ServiceMonitor')]).toMatchObject([
      [
        {
          spec: {
            selector: { matchLabels: labels },
            template: {
              metadata: { labels },
              spec: {
                containers: [
                  {
                    ports: [port],
                    startupProbe: probe('startup'),
                    livenessProbe: probe('live'),
                    readinessProbe: probe('ready'),
                  },
                ],
              },
            },
          },
        },
      ],
      [{ metadata: { labels }, spec: { selector: labels, ports: [{ name: 'http', targetPort: port.name }] } }],
      [
        {
          spec: {
            selector: { matchLabels: labels },
            endpoints: [{ port: 'http', path: '/metrics', honorLabels: true }],
          },
        },
      ],
    ]);
  });

  it("carry Prometheus' rules unchanged", () => {
    const groups = (resource: Resource): unknown => (resource.spec as { groups: unknown }).groups;
    const rules = prometheusRules(input).map(({ text }) => (parse(text) as { groups: unknown }).groups);

    expect(kinds('PrometheusRule').map(groups)).toEqual(rules);
  });
});

describe('the configurations', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'observability-stack-'));
    files.forEach((file) => write(folder, file));
  });
  afterAll(async () => {
    await stopPrograms();
    rmSync(folder, { recursive: true });
  });

  const check = (command: string, ...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  };

  skipWithout('promtool')('promtool', () => {
    it('accepts the configuration, with targets and all rule files', () => {
      expect(check('promtool', 'check', 'config', 'prometheus/prometheus.yml')).toEqual({
        status: 0,
        output: expect.stringContaining('SUCCESS: 3 rule files found'),
      });
    });
  });

  skipWithout('amtool')('amtool', () => {
    it('accepts the configuration, with its receiver and inhibitions', () => {
      expect(check('amtool', 'check-config', 'alertmanager/alertmanager.yml')).toEqual({
        status: 0,
        output: expect.stringMatching(/2 inhibit rules[^]*1 receivers/),
      });
    });
  });

  it('print alerts that arrive, and refuse what is none', async () => {
    const port = await freePort();
    const script = textOf('alertmanager/alert-log.mjs').replace(/listen\(\d+\)/, `listen(${port}, '127.0.0.1')`);
    write(folder, { path: 'alert-log.mjs', text: script });
    const program = new Process(process.execPath, [join(folder, 'alert-log.mjs')], process.env);
    const post = (body: string): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}/alerts`, { method: 'POST', body });
    const alerts = [{ status: 'firing', labels: { alertname: 'HighErrorRate' }, annotations: { summary: 'Too many' } }];

    const accepted = await eventually(() => post(JSON.stringify({ alerts })));
    const refused = await post('no JSON');

    await eventually(
      async () => program.output.includes('"alertname":"HighErrorRate","summary":"Too many"') || undefined,
    );
    expect([accepted.status, refused.status]).toEqual([200, 400]);
  });
});

function write(folder: string, { path, text }: GeneratedFile): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
