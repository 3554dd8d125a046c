/** Real promtool judges what is generated for Prometheus: the rules, and the tests that come with them. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  promtoolTests,
  prometheusRules,
  runbooks,
  type GeneratedFile,
  type ProvisioningInput,
} from '../../src/provisioning/index.js';
import { Queries } from '../../src/provisioning/prometheus/queries.js';
import { runbookTexts } from '../../src/provisioning/runbooks/texts/index.js';
import { skipWithout } from '../support/child-process.js';
import { inputWith, objectiveMatrix, objectiveWith, otelCatalog } from './inputs.js';

interface Verdict {
  readonly status: number | null;
  readonly output: string;
}

skipWithout('promtool')('what is generated for Prometheus', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'observability-rules-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (files: readonly GeneratedFile[]): string[] =>
    files.map(({ path, text }) => {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    });

  const promtool = (...args: readonly string[]): Verdict => {
    const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
    return { status, output: stdout + stderr };
  };

  const judge = (input: ProvisioningInput): Verdict[] => {
    const rules = write(prometheusRules(input));
    const tests = write(promtoolTests(input));
    return [promtool('check', 'rules', ...rules), promtool('test', 'rules', ...tests)];
  };

  const good = [
    { status: 0, output: expect.stringContaining('SUCCESS') },
    { status: 0, output: expect.not.stringContaining('FAILED') },
  ];

  it('holds for every alert there is', () => {
    expect(judge(inputWith())).toEqual(good);
  }, 120_000);

  it('is accepted for objectives of 99 %, 99.9 % and 99.99 % over 7, 28 and 30 days, of every type', () => {
    const rules = write(prometheusRules(inputWith({ objectives: objectiveMatrix() })));

    const { status, output } = promtool('check', 'rules', ...rules);

    expect(status).toBe(0);
    expect(output.match(/SUCCESS: 11 rules found/g)).toHaveLength(27);
  });

  // The type of an objective does not reach its rules: one of each target and window stands for the matrix.
  it('holds for objectives of each target over each window', () => {
    const objectives = objectiveMatrix().filter((_objective, index) => index % 3 === Math.floor(index / 3) % 3);

    expect(objectives).toHaveLength(9);
    expect(judge(inputWith({ objectives, definitions: [] }))).toEqual(good);
  }, 240_000);

  it('holds with a prefix, default labels and thresholds of the application', () => {
    const input = inputWith({
      prefix: 'shop_',
      defaultLabels: { region: 'eu "1"', tier: 'web' },
      objectives: [objectiveWith({ objective: 0.995 })],
      alerts: {
        rules: {
          HighErrorRate: { threshold: 0.2, forMinutes: 0.5 },
          PoolSaturated: { threshold: 0.5 },
          ScheduleOverdue: { threshold: 2 },
        },
      },
    });

    expect(judge(input)).toEqual(good);
  }, 120_000);

  it('holds under the names of OpenTelemetry', () => {
    const http = otelCatalog().filter(({ family }) => family === 'HTTP server');
    const input = inputWith({ definitions: http });

    expect(prometheusRules(input)[0]!.text).toContain('http_response_status_code=~"5.."');
    expect(judge(input)).toEqual(good);
  }, 60_000);

  it('reads every query of every runbook', () => {
    const input = inputWith({ objectives: [objectiveWith()], prefix: 'shop_' });
    const queries = runbooks(input).flatMap(({ text }) => [...text.matchAll(/```promql\n([^]*?)\n```/g)]);
    const rules = queries.map(([, expr], index) => ({ record: `query:${index}`, expr }));
    const text = JSON.stringify({ groups: [{ name: 'runbooks', rules }] });

    expect(rules.length).toBeGreaterThan(60);
    expect(promtool('check', 'rules', ...write([{ path: 'runbooks.yml', text }]))).toEqual({
      status: 0,
      output: expect.stringContaining(`${rules.length} rules found`),
    });
  });

  it('holds where scrapes know no service', () => {
    const input = inputWith({ objectives: [objectiveWith()] });
    const [rules, tests] = [prometheusRules(input), promtoolTests(input)];
    const unlabelled = tests.map(({ path, text }) => ({
      path,
      text: text.replace(/(series: .*?)service="decision-desk",?/g, '$1'),
    }));
    write(rules);

    expect(unlabelled.map(({ text }) => text).join('\n')).not.toMatch(/series: .*decision-desk/);
    expect(promtool('test', 'rules', ...write(unlabelled))).toEqual(good[1]);
  }, 120_000);

  it('fails its tests where a rule is wrong', () => {
    const input = inputWith({ definitions: inputWith().definitions.filter(({ name }) => name === 'events_pending') });
    const [rules] = prometheusRules(input);
    write([{ ...rules!, text: rules!.text.replace('for: "5m"', 'for: "4m"') }]);

    expect(promtool('test', 'rules', ...write(promtoolTests(input)))).toMatchObject({ status: 1 });
  });
});

describe('what is generated for Prometheus, as text', () => {
  const rulesOf = (input: ProvisioningInput): string =>
    prometheusRules(input)
      .map(({ text }) => text)
      .join('\n');

  it('is the same for the same input', () => {
    const input = () => inputWith({ objectives: [objectiveWith()] });

    expect(prometheusRules(input())).toEqual(prometheusRules(input()));
    expect(promtoolTests(input())).toEqual(promtoolTests(input()));
    expect(runbooks(input())).toEqual(runbooks(input()));
  });

  it('has only alerts whose metrics the application has, and that nobody switched off', () => {
    const definitions = inputWith().definitions.filter(({ name }) => ['app_ready', 'events_pending'].includes(name));

    const text = rulesOf(inputWith({ definitions, alerts: { rules: { InstanceNotReady: false } } }));

    expect(text.match(/alert: \w+/g)).toEqual(['alert: EventBacklog', 'alert: ApplicationNotReady']);
  });

  it('puts the prefix and the default labels into every selector', () => {
    const input = inputWith({ prefix: 'shop_', defaultLabels: { region: 'eu' }, objectives: [objectiveWith()] });
    const names = input.definitions.map(({ name }) => name).join('|');

    const selectors = rulesOf(input).match(new RegExp(`\\b\\w*(?:${names})(?:_bucket|_count)?(?:\\{[^}]*\\})?`, 'g'));

    expect(selectors!.length).toBeGreaterThan(30);
    expect(selectors!.filter((selector) => !/^shop_\w+\{region="eu"/.test(selector))).toEqual([]);
  });

  it('links every alert to a runbook page that is generated, under the base that was asked for', () => {
    const input = inputWith({ objectives: [objectiveWith()], alerts: { runbookBaseUrl: 'https://wiki/' } });
    const links = rulesOf(input).match(/https:\/\/wiki\/\w+\.md/g);
    const pages = runbooks(input).map(({ path }) => path.replace('runbooks/', 'https://wiki/'));

    expect([...new Set(links)].toSorted()).toEqual(pages.toSorted());
    expect(pages).toHaveLength(16);
  });

  it('asks in runbooks only for what the library measures', () => {
    const queries = new Queries(inputWith());
    const asked = Object.values(runbookTexts).flatMap((runbook) => runbook.queries(queries));

    expect(asked.filter(({ metric }) => !queries.has(metric))).toEqual([]);
  });

  it('tells in runbooks the commands with the name of the deployment', () => {
    const pages = runbooks(inputWith({ service: { name: 'Decision Desk', version: '1.0.0' } }));
    const commands = pages.flatMap(({ text }) => text.match(/`kubectl [^`]+`/g) ?? []);

    expect(commands).toContain('`kubectl rollout undo deployment/decision-desk`');
    expect(pages.filter(({ text }) => text.includes('{name}'))).toEqual([]);
  });

  it('asks for its own service, by its name or that of its Kubernetes Service, and for series without any', () => {
    const queries = new Queries(inputWith({ service: { name: 'Desk (EU)', version: '1.0.0' } }));

    expect(queries.select('app_ready')).toBe(String.raw`app_ready{service=~"Desk \\(EU\\)|desk-eu|"}`);
  });

  it('leaves it to a default label to name the service', () => {
    const queries = new Queries(inputWith({ defaultLabels: { service: 'shop' } }));

    expect(queries.select('app_ready')).toBe('app_ready{service="shop"}');
  });

  it('gives every page its five parts, and only queries on metrics that are there', () => {
    const definitions = inputWith().definitions.filter(({ name }) => name === 'events_pending');
    const [page] = runbooks(inputWith({ definitions }));

    expect(page!.text.match(/^## .*/gm)).toEqual([
      '## What it means',
      '## First look',
      '## Likely causes',
      '## Queries',
      '## How to stop the bleeding',
    ]);
    expect(page!.text).not.toContain('events_published_total');
  });
});
