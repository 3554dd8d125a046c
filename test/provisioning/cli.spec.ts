/** The command as a process of its own, on an application that must not be started. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ObservabilityOptions } from 'nestjs-observability';
import { BuiltSource } from '../support/built-source.js';

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('nestjs-observability generate', () => {
  let built: BuiltSource;
  let out: string;
  let library: string;
  let shop: string;

  beforeAll(() => {
    built = new BuiltSource(['test/provisioning/small-app.module.ts']);
    library = built.pathOf('src/index.ts');
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
  /** A compiled file with the root module `AppModule`. */
  const application = (code: string): string => {
    const file = join(out, 'app.module.js');
    writeFileSync(
      file,
      `const { ObservabilityModule } = require(${JSON.stringify(library)});
       class AppModule {}
       const declare = (...imports) => Reflect.defineMetadata('imports', imports, AppModule);
       exports.AppModule = AppModule;\n${code}`,
    );
    return file;
  };
  const optioned = (options: ObservabilityOptions): string =>
    application(`declare(ObservabilityModule.forRoot(${JSON.stringify(options)}));`);
  const refusal = (file: string, ...args: readonly string[]): Run =>
    run('generate', '--module', file, '--out', join(out, 'operations'), ...args);
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
    expect(stdout).toMatch(/^(\d+) files in .+: \1 written, 0 removed\.\n$/);
    expect(stdout).toContain(`${contents().size} files in`);
    for (const path of [
      'prometheus/rules/alerts.yml',
      'prometheus/tests/slo-orders.yml',
      'runbooks/ErrorBudgetBurnFast.md',
    ])
      expect(existsSync(join(out, path))).toBe(true);
  });

  it('reads the configuration behind a factory: prefix, default labels and objectives', () => {
    generate();

    expect(text('prometheus/rules/alerts.yml')).toContain(
      'shop_http_requests_total{region="eu",service=~"shop|",status=~"5.."}',
    );
    expect(text('prometheus/rules/slo-orders.yml')).toContain(
      'shop_slo_events_total{region="eu",service=~"shop|",slo="orders"}',
    );
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

    expect(generate().stdout).toContain(': 0 written, 0 removed.');
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

    expect(generate().stdout).toContain(': 1 written, 1 removed.');
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
    [['generate', '--module', tmpdir()], `${tmpdir()} is a folder. Say --module FILE.`],
    [['generate', '--out'], "Option '--out <value>' argument missing"],
    [['generate', '--out', ''], '--out is empty'],
    [['generate', '--check=yes'], "Option '--check' does not take an argument"],
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

  it.each<[string, string, string]>([
    ['throws while it is loaded', "throw new Error('no such package');", 'does not load: no such package\n  at '],
    ['is no JavaScript', 'const = 1;', 'app.module.js:5'],
    ['ends the process while it is loaded', 'process.exit(0);', 'the process has ended with exit code 0 while'],
    ['has no observability', 'declare();', 'imports no ObservabilityModule. Add ObservabilityModule.forRoot().'],
    [
      'cannot be put together',
      'declare({ module: class Orders {}, imports: [undefined] });',
      'cannot be put together: Nest cannot create',
    ],
    [
      'makes its options from what is not there yet',
      'declare(ObservabilityModule.forRootAsync({ useFactory: () => undefined.name }));',
      "options cannot be made while nothing is started: Cannot read properties of undefined (reading 'name')\n  at ",
    ],
  ])('says so, with exit code 2, of an application that %s', (_title, code, reason) => {
    const { status, stdout, stderr } = refusal(application(code), '--check');

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(reason);
  });

  it('says so of an application that fails beside being loaded', () => {
    const file = join(out, 'app.module.mjs');
    writeFileSync(
      file,
      "Promise.reject(new Error('no database'));\nawait new Promise((done) => setTimeout(done, 5_000));\n",
    );

    const { status, stderr } = refusal(file);

    expect(status).toBe(2);
    expect(stderr).toContain('the application has failed while it was loaded: no database\n  at ');
  });

  it('says that TypeScript has to be compiled', () => {
    const file = join(out, 'app.module.ts');
    writeFileSync(file, '@Module({}) export class AppModule {}');

    expect(refusal(file)).toMatchObject({ status: 2, stderr: expect.stringContaining('It is TypeScript: compile it') });
  });

  it('says which file the system refuses', () => {
    writeFileSync(join(out, 'operations'), 'a file');

    const { status, stderr } = run('generate', '--module', shop, '--out', join(out, 'operations'));

    expect(status).toBe(2);
    expect(stderr).toMatch(/^nestjs-observability: .+operations cannot be used: E[A-Z]+: .+\n$/);
  });

  it('refuses a threshold that no percentile can exceed, with the nearest one that can be', () => {
    const rules = { SlowResponses: { threshold: 12 } };

    const { status, stderr } = refusal(optioned({ alerts: { rules } }));

    expect(status).toBe(2);
    expect(stderr).toContain(
      'SlowResponses can never fire: no percentile exceeds the largest bucket of requests, 10 s',
    );
    expect(stderr).toContain('set alerts.rules.SlowResponses.threshold below 10, e.g. 7.5, or give');
  });

  it('takes a threshold below the bucket that an objective has added', () => {
    const rules = { SlowResponses: { threshold: 12 } };
    const slos = [{ name: 'patience', objective: 0.99, indicator: { latencyMs: 15_000 } }];

    expect(refusal(optioned({ alerts: { rules }, slos }))).toMatchObject({ status: 0, stderr: '' });
  });
});
