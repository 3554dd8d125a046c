/** The packed tarball as a user gets it: unpacked beside the peers, used from CommonJS and ESM, type-checked without skipLibCheck. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const root = join(__dirname, '../..');
const run = promisify(execFile);

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly typesVersions: { readonly '*': Readonly<Record<string, readonly string[]>> };
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** Of `sbom.cdx.json`, after CycloneDX 1.5. */
interface CarriedPackage {
  readonly name: string;
  readonly version: string;
  readonly hashes: readonly { readonly alg: string; readonly content: string }[];
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly integrity: string; readonly license: string }>>;
}

/** @param integrity as in a lock: `sha512-` and base 64 */
function hexOf(integrity: string): string {
  return Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const requiredPeers = Object.keys(manifest.peerDependencies).filter(
  (name) => manifest.peerDependenciesMeta[name]?.optional !== true,
);

/** `nestjs-observability`, `nestjs-observability/testing`, …: all that code can load. */
const entryPoints = Object.keys(manifest.exports)
  .filter((path) => path !== './package.json')
  .map((path) => join('nestjs-observability', path));

/** What Nest and the package ask for only where an application uses it, as applications tell their bundlers. */
const loadedOnDemand = [
  '@nestjs/microservices',
  '@nestjs/websockets',
  '@fastify/*',
  '@sentry/*',
  'bullmq',
  'class-transformer',
  'class-validator',
];

/** Set-up files, which need their runner around them: see testing.packaging.ts. */
const runnerSetups = /^nestjs-observability\/testing\/(jest|vitest)$/;
const usableAnywhere = entryPoints.filter((name) => !runnerSetups.test(name));

let temporary: string;
/** Where all is installed that is installed here. */
let folder: string;
/** Where nothing but the package, what it requires and Node's types is installed. */
let bareFolder: string;
let files: string[];

beforeAll(() => {
  temporary = mkdtempSync(join(tmpdir(), 'observability-package-'));
  folder = join(temporary, 'full');
  bareFolder = join(temporary, 'bare');
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', temporary], { cwd: root, encoding: 'utf8' }),
  ) as [{ filename: string }];
  install(folder, filename, readdirSync(join(root, 'node_modules')));
  install(bareFolder, filename, [...requiredPeers, '@types/node']);
  files = readdirSync(join(folder, 'node_modules/nestjs-observability'), { recursive: true, encoding: 'utf8' });
});

afterAll(() => rmSync(temporary, { recursive: true, force: true }));

function install(into: string, tarball: string, others: readonly string[]): void {
  const modules = join(into, 'node_modules');
  const target = join(modules, 'nestjs-observability');
  mkdirSync(target, { recursive: true });
  for (const name of others) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  execFileSync('tar', ['-xzf', join(temporary, tarball), '-C', target, '--strip-components=1']);
}

const application = (load: string) => `
${load}
class AppModule {}
common.Module({ imports: [observability.ObservabilityModule.forRoot()] })(AppModule);
core.NestFactory.create(AppModule, { bufferLogs: true }).then(async (app) => {
  await app.listen(0, '127.0.0.1');
  app.get(instruments.SessionsInstrument).open({ tier: 'team' }).close();
  const { port } = app.getHttpServer().address();
  const answers = await Promise.all(['metrics', 'health/ready'].map((path) => fetch('http://127.0.0.1:' + port + '/' + path)));
  const [page] = await Promise.all(answers.map((answer) => answer.text()));
  await app.close();
  const [sessions] = /^sessions_created_total.*$/m.exec(page);
  process.stdout.write('statuses ' + answers.map(({ status }) => status).join(' ') + ', ' + sessions + '\\n');
});`;

const loaders = {
  cjs: `const common = require('@nestjs/common'); const core = require('@nestjs/core'); const observability = require('nestjs-observability'); const instruments = require('nestjs-observability/instruments');`,
  mjs: `import * as common from '@nestjs/common'; import * as core from '@nestjs/core'; import * as observability from 'nestjs-observability'; import * as instruments from 'nestjs-observability/instruments';`,
};

const ANSWERED = 'statuses 200 200, sessions_created_total{tier="team"} 1';

// The handler asks a package's provider (Reflector) too.
const autoTraced = (load: string) => `
${load}
const spans = [];
const nothing = async () => {};
const memory = { name: 'memory', spanProcessors: [{ onStart() {}, onEnd: ({ name }) => spans.push(name), forceFlush: nothing, shutdown: nothing }] };
class OrdersService {
  constructor(reflector) { this.reflector = reflector; }
  read() { return this.find() ?? 'none'; }
  find() { return this.reflector.get('order', OrdersService); }
}
common.Injectable()(OrdersService);
common.Inject(core.Reflector)(OrdersService, undefined, 0);
class OrdersController {
  constructor(orders) { this.orders = orders; }
  read() { return this.orders.read(); }
}
common.Controller()(OrdersController);
common.Inject(OrdersService)(OrdersController, undefined, 0);
common.Get()(OrdersController.prototype, 'read', Object.getOwnPropertyDescriptor(OrdersController.prototype, 'read'));
class AppModule {}
const observed = observability.ObservabilityModule.forRoot({ autoTrace: true, http: { phases: false }, plugins: [memory] });
common.Module({ imports: [observed], providers: [OrdersService, core.Reflector], controllers: [OrdersController] })(AppModule);
core.NestFactory.create(AppModule, { bufferLogs: true }).then(async (app) => {
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address();
  await (await fetch('http://127.0.0.1:' + port + '/')).text();
  await app.close();
  process.stdout.write('spans ' + spans.join(', ') + '\\n');
});`;

describe('The package', () => {
  it('holds what it exports and no test, source or machine file', () => {
    const exported = Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : [target.types, target.default],
    );

    expect(files).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'CHANGELOG.md']));
    expect(files).toEqual(expect.arrayContaining(exported.map((path) => path.replace('./', ''))));
    expect(files.filter((name) => /\.spec\.|^src|^test|^sample|^bench|\.tgz$/.test(name))).toEqual([]);
  });

  it('names the packages whose code it carries: with a digest for scanners, with the notices that their licences want', () => {
    const published = (file: string): string =>
      readFileSync(join(folder, 'node_modules/nestjs-observability/dist', file), 'utf8');
    const { components } = JSON.parse(published('sbom.cdx.json')) as { components: readonly CarriedPackage[] };
    const notices = published('THIRD-PARTY-NOTICES.txt');
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;

    expect(components.map(({ name }) => name)).toEqual(['@preact/signals', '@preact/signals-core', 'preact', 'uplot']);
    for (const { name, version, hashes } of components) {
      const license = readdirSync(join(root, 'node_modules', name)).find((file) => /^license/i.test(file));
      const locked = lock.packages[`node_modules/${name}`]!;
      expect(hashes).toEqual([{ alg: 'SHA-512', content: hexOf(locked.integrity) }]);
      expect(notices).toContain(`${name} ${version} (${locked.license})`);
      expect(notices).toContain(readFileSync(join(root, 'node_modules', name, license!), 'utf8').trim());
    }
  });

  it.each(Object.keys(loaders) as (keyof typeof loaders)[])(
    'runs in an application written as .%s, which then ends by itself',
    async (kind) => {
      const script = join(folder, `application.${kind}`);
      writeFileSync(script, application(loaders[kind]));

      const { stdout, stderr } = await run(process.execPath, [script], { cwd: folder, timeout: 30_000 });

      expect(stdout.trim().split('\n').at(-1)).toBe(ANSWERED);
      expect(stderr).toBe('');
    },
  );

  it.each(Object.keys(loaders) as (keyof typeof loaders)[])(
    'tells an application written as .%s from its packages, and traces its methods alone',
    async (kind) => {
      const script = join(folder, `auto-traced.${kind}`);
      writeFileSync(script, autoTraced(loaders[kind]));

      const { stdout } = await run(process.execPath, [script], { cwd: folder, timeout: 30_000 });

      expect(stdout.trim().split('\n').at(-1)).toBe('spans OrdersService.find, OrdersService.read, GET /');
    },
  );

  it('runs in an application that a bundler has put into one file, far from all packages', async () => {
    const script = join(folder, 'bundled.cjs');
    const outfile = join(temporary, 'elsewhere', 'application.cjs');
    writeFileSync(script, application(loaders.cjs));
    await build({ entryPoints: [script], outfile, bundle: true, platform: 'node', external: loadedOnDemand });

    const { stdout, stderr } = await run(process.execPath, [outfile], { cwd: temporary, timeout: 30_000 });

    expect(stdout.trim().split('\n').at(-1)).toBe(ANSWERED);
    expect(stderr).toBe('');
  });

  it('starts tracing early through --import', async () => {
    const script = join(folder, 'registered.cjs');
    writeFileSync(script, application(loaders.cjs));
    const environment = { ...process.env, OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_SERVICE_NAME: 'registered' };

    const { stdout } = await run(process.execPath, ['--import', 'nestjs-observability/register', script], {
      cwd: folder,
      timeout: 30_000,
      env: environment,
    });

    expect(stdout.trim().split('\n').at(-1)).toBe(ANSWERED);
  });

  it('ends an application context by itself, too', async () => {
    const script = join(folder, 'context.cjs');
    const body = application(loaders.cjs).replace(
      /core\.NestFactory[\s\S]*/,
      `
core.NestFactory.createApplicationContext(AppModule, { bufferLogs: true }).then(async (app) => {
  await app.close();
  process.stdout.write('closed\\n');
});`,
    );
    writeFileSync(script, body);

    const { stdout } = await run(process.execPath, [script], { cwd: folder, timeout: 30_000 });

    expect(stdout.trim().split('\n').at(-1)).toBe('closed');
  });

  it.each(['uncaughtException', 'unhandledRejection'])(
    'logs a crash by %s and leaves Node to exit as it would',
    async (kind) => {
      const crash =
        kind === 'uncaughtException'
          ? `setImmediate(() => { throw new TypeError('boom'); });`
          : `Promise.reject(new TypeError('boom'));`;
      const script = (isObserved: boolean) => `
${loaders.cjs}
class AppModule {}
common.Module({ imports: ${isObserved ? '[observability.ObservabilityModule.forRoot()]' : '[]'} })(AppModule);
core.NestFactory.create(AppModule, ${isObserved ? '{ bufferLogs: true }' : '{ logger: false }'}).then(async (app) => {
  await app.listen(0, '127.0.0.1');
  ${crash}
});`;
      const crashed = async (isObserved: boolean) => {
        const file = join(folder, `crash-${kind}-${isObserved}.cjs`);
        writeFileSync(file, script(isObserved));
        return run(process.execPath, [file], { cwd: folder, timeout: 30_000 }).catch(
          (error: { code: number; stdout: string; stderr: string }) => error,
        );
      };

      const [observed, bare] = (await Promise.all([crashed(true), crashed(false)])) as {
        code: number;
        stdout: string;
        stderr: string;
      }[];

      expect([observed!.code, bare!.code]).toEqual([1, 1]);
      expect(ownFrames(observed!.stderr)).toBe(ownFrames(bare!.stderr));
      expect(JSON.parse(observed!.stdout.trim().split('\n').at(-1)!)).toMatchObject({
        level: 'FATAL',
        target: 'Process',
        message: `The process is crashing: ${kind}`,
        err: { type: 'TypeError', message: 'boom', fingerprint: expect.any(String) },
      });
    },
  );

  it('has its types for applications that do not read `exports` (`module: commonjs` in TypeScript 5), too', () => {
    const typed = Object.entries(manifest.exports).flatMap(([path, target]) =>
      path === '.' || typeof target === 'string' ? [] : [[path.slice(2), [target.types]] as const],
    );

    expect(manifest.typesVersions['*']).toEqual(Object.fromEntries(typed));
  });

  it.each(usableAnywhere)(
    'gives the same names by require and by import, without any optional peer: %s',
    async (name) => {
      const script = join(bareFolder, 'names.cjs');
      writeFileSync(
        script,
        `const required = Object.keys(require('${name}'));
import('${name}').then((imported) => {
  process.stdout.write(JSON.stringify({ required, missing: required.filter((name) => !(name in imported)) }));
});`,
      );

      const { stdout, stderr } = await run(process.execPath, [script], { cwd: bareFolder, timeout: 30_000 });

      const { required, missing } = JSON.parse(stdout) as { required: string[]; missing: string[] };
      expect([missing, stderr]).toEqual([[], '']);
      // The preload has nothing to give.
      expect(required.length > 0).toBe(name !== 'nestjs-observability/register');
    },
  );

  it.each(['with', 'without'])('has types that compile with skipLibCheck off, %s the optional peers', async (peers) => {
    const directory = peers === 'with' ? folder : bareFolder;
    const source = `
import { Injectable, Module } from '@nestjs/common';
import { Counted, HealthRegistry, MetricsService, ObservabilityModule, Observed, Sampling, Traced } from 'nestjs-observability';
import { JourneysInstrument, SessionsInstrument, transport } from 'nestjs-observability/instruments';
${entryPoints.map((name, index) => `import * as entryPoint${index} from '${name}';`).join('\n')}
export const all = [${entryPoints.map((_, index) => `entryPoint${index}`).join()}];
@Injectable()
export class Desk {
  constructor(readonly sessions: SessionsInstrument, readonly journeys: JourneysInstrument) {}
  open() { return this.sessions.open({ tier: 'team' }); }
  decision() { return this.journeys.journey('decision'); }
  helper() { return transport('stdio'); }
}
@Injectable()
export class Shop {
  constructor(readonly metrics: MetricsService, readonly health: HealthRegistry, readonly sampling: Sampling) {}
  // Inferred types of public members have to be nameable for an application that emits declarations, as Nest's template does.
  counter() { return this.metrics.counter('sold_total', { labelNames: ['kind'] }).labels({ kind: 'tea' }); }
  gauge() { return this.metrics.gauge('stock'); }
  histogram() { return this.metrics.histogram('sale_seconds'); }
  summary() { return this.metrics.summary('wait_seconds'); }
  stopwatch() { return this.histogram().startTimer(); }
  figures() { return { snapshot: this.metrics.snapshot(), reading: this.metrics.read('sold_total') }; }
  states() { return { report: this.health.report(), sampling: this.sampling.describe() }; }
  @Traced('sell', { attributes: ([id]) => ({ id: String(id) }) }) @Counted() sell(id: string): string { return id; }
  @Observed('refund') async refund(): Promise<void> {}
}
@Module({ imports: [ObservabilityModule.forRoot({ service: { name: 'shop' } })], providers: [Shop, Desk] })
export class AppModule {}
`;
    const wrong = `import { ObservabilityModule } from 'nestjs-observability';\nObservabilityModule.forRoot({ metrics: { path: 7 } });\n`;
    writeFileSync(join(directory, 'application.ts'), source);
    writeFileSync(join(directory, 'wrong.ts'), wrong);
    const options = {
      module: 'nodenext',
      target: 'es2022',
      strict: true,
      declaration: true,
      outDir: 'out',
      skipLibCheck: false,
      types: ['node'],
    };
    const compilerOptions = { ...options, experimentalDecorators: true, emitDecoratorMetadata: true };
    writeFileSync(
      join(directory, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['application.ts', 'wrong.ts'] }),
    );

    const { stdout } = await run(process.execPath, [
      join(root, 'node_modules/typescript/bin/tsc'),
      '-p',
      directory,
    ]).catch((error: { stdout: string }) => error);

    // Other packages have errors of their own here; the planted one proves that the types were really checked.
    const ours = stdout.split('\n').filter((line) => /nestjs-observability|^application\.ts|wrong\.ts/.test(line));
    expect(ours).toEqual([expect.stringMatching(/wrong\.ts.*TS2322/)]);
  });
});

/** Without Node's internal frames, of which an active AsyncLocalStorage adds one, and without the scripts' names. */
function ownFrames(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => !line.includes('node:internal'))
    .join('\n')
    .replace(/-(true|false)\.cjs/g, '.cjs');
}
