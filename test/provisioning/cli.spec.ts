/** The command as a process of its own, on an application that must not be started. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuiltSource } from '../support/built-source.js';

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('nestjs-observability generate', () => {
  let built: BuiltSource;
  let out: string;
  let shop: string;

  beforeAll(() => {
    built = new BuiltSource(['test/provisioning/small-app.module.ts']);
    shop = built.pathOf('test/provisioning/small-app.module.ts');
  });
  afterAll(() => built.remove());

  beforeEach(() => (out = mkdtempSync(join(tmpdir(), 'observability-generate-'))));
  afterEach(() => rmSync(out, { recursive: true, force: true }));

  const run = (...args: readonly string[]): Run => {
    const program = [built.pathOf('src/cli/main.ts'), ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8', timeout: 30_000 });
    return { status, stdout, stderr };
  };
  const generate = (...args: readonly string[]): Run => run('generate', '--module', shop, '--out', out, ...args);
  const text = (path: string): string => readFileSync(join(out, path), 'utf8');
  const contents = (): Map<string, string> => {
    const paths = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return new Map(
      paths.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]),
    );
  };

  it('writes what every generator makes, and constructs and starts nothing', () => {
    const { status, stdout, stderr } = generate();

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^\d+ files in .+, \d+ changed\.\n$/);
    for (const path of [
      'prometheus/rules/alerts.yml',
      'prometheus/tests/slo-orders.yml',
      'runbooks/ErrorBudgetBurnFast.md',
    ])
      expect(existsSync(join(out, path))).toBe(true);
  });

  it('reads the configuration behind a factory: prefix, default labels and objectives', () => {
    generate();

    expect(text('prometheus/rules/alerts.yml')).toContain('shop_http_requests_total{region="eu",status=~"5.."}');
    expect(text('prometheus/rules/slo-orders.yml')).toContain('shop_slo_events_total{region="eu",slo="orders"}');
  });

  it('knows the metrics that decorators and constructors declare', () => {
    generate();

    const panels = text('grafana/dashboards/application.json');
    expect(panels).toContain('shop_orders_total');
    expect(panels).toContain('shop_order_value_dollars');
  });

  it('leaves out alerts on what the application does not have', () => {
    generate();

    expect(text('prometheus/rules/alerts.yml')).not.toMatch(/AIProviderErrors|ScheduleOverdue|RateLimitSpike/);
    expect(existsSync(join(out, 'runbooks/RateLimitSpike.md'))).toBe(false);
  });

  it('writes the same bytes again, and changes nothing', () => {
    generate();
    const before = contents();

    expect(generate().stdout).toContain(', 0 changed.');
    expect(contents()).toEqual(before);
  });

  it('checks without a word of complaint what it has just written', () => {
    generate();

    expect(generate('--check')).toMatchObject({ status: 0, stderr: '' });
  });

  it('names what is stale, missing and no longer generated, and writes nothing', () => {
    generate();
    writeFileSync(join(out, 'runbooks/HighErrorRate.md'), 'mine');
    rmSync(join(out, 'prometheus/rules/alerts.yml'));
    writeFileSync(join(out, 'runbooks/Yesterday.md'), 'old');
    writeFileSync(join(out, 'generated-files.txt'), `${text('generated-files.txt')}runbooks/Yesterday.md\n`);

    const { status, stderr } = generate('--check');

    expect(status).toBe(1);
    expect(stderr.split('\n').slice(1)).toEqual([
      '  missing: prometheus/rules/alerts.yml',
      '  stale: runbooks/HighErrorRate.md',
      '  stale: generated-files.txt',
      '  no longer generated: runbooks/Yesterday.md',
      '',
    ]);
    expect(text('runbooks/HighErrorRate.md')).toBe('mine');
  });

  it('removes what it generated once and no longer does, and nothing else', () => {
    generate();
    for (const name of ['Yesterday.md', 'Mine.md']) writeFileSync(join(out, 'runbooks', name), 'old');
    writeFileSync(join(out, 'generated-files.txt'), `${text('generated-files.txt')}runbooks/Yesterday.md\n../passwd\n`);

    generate();

    expect(readdirSync(join(out, 'runbooks'))).toContain('Mine.md');
    expect(readdirSync(join(out, 'runbooks'))).not.toContain('Yesterday.md');
  });

  it('loads an ESM module, too', () => {
    const file = join(out, 'app.mjs');
    writeFileSync(file, `import shop from ${JSON.stringify(shop)};\nexport const AppModule = shop.ShopModule;\n`);

    expect(run('generate', '--module', file, '--out', join(out, 'operations'))).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  it.each([
    [['generate', '--frob'], "Unknown option '--frob'"],
    [['destroy'], 'the command is generate; got destroy'],
    [[], 'the command is generate; got nothing'],
    [['generate', '--module', '/nowhere/app.module.js'], '/nowhere/app.module.js does not exist'],
  ])('refuses %j with exit code 2', (args, reason) => {
    const { status, stderr } = run(...args);

    expect(status).toBe(2);
    expect(stderr).toContain(reason);
  });

  it('says which modules there are when the one that is named is not', () => {
    const { status, stderr } = run('generate', '--module', `${shop}#somethingElse`);

    expect(status).toBe(2);
    expect(stderr).toContain('Say --module FILE#Export with one of ShopModule.');
  });

  it('says why a file does not load', () => {
    const file = join(out, 'broken.js');
    writeFileSync(file, "throw new Error('no such package');");

    const { status, stderr } = run('generate', '--module', file);

    expect(status).toBe(2);
    expect(stderr).toContain('broken.js does not load: no such package');
  });
});
