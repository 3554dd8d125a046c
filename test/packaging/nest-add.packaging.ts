/**
 * `nest add` with the packed tarball, in an application as Nest's own CLI makes it: it builds, starts, answers, and its added test passes.
 * `NEST_MAJOR=12 npm run test:packaging -- nest-add` tries Nest 12, whose CLI needs Node 22.22.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, Program, stopPrograms } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const root = join(__dirname, '../..');
const run = promisify(execFile);
const quietly = {
  ...process.env,
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
};

let temporary: string;
let application: string;

beforeAll(async () => {
  temporary = mkdtempSync(join(tmpdir(), 'observability-nest-add-'));
  application = join(temporary, 'desk');
  const packed = await npm(root, 'pack', '--json', '--pack-destination', temporary);
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  await install(`@nestjs/cli@${process.env['NEST_MAJOR'] ?? '11'}`);
  await nest(temporary, 'new', 'desk', '--skip-git', '--skip-install', '--package-manager', 'npm');
  await install(join(temporary, filename), ...neededPackages());
}, 600_000);

afterAll(async () => {
  await stopPrograms();
  rmSync(temporary, { recursive: true, force: true });
});

async function npm(cwd: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('npm', args, { cwd, env: quietly });
  return stdout;
}

/** Beside the application, which finds it there, and the CLI is installed once only. */
function install(...packages: string[]): Promise<string> {
  return npm(temporary, 'install', '--prefer-offline', ...packages);
}

/** What the new application asks for, without what looks at its sources only. */
function neededPackages(): string[] {
  const { dependencies, devDependencies } = manifestOf(application);
  const all = Object.entries({ ...dependencies, ...devDependencies });
  const isNeeded = (name: string): boolean => !/lint|prettier|supertest|coverage|ts-node|cli$|mau$/.test(name);
  return all.filter(([name]) => isNeeded(name)).map(([name, range]) => `${name}@${range}`);
}

async function nest(cwd: string, ...args: string[]): Promise<string> {
  const program = join(temporary, 'node_modules/@nestjs/cli/bin/nest.js');
  const { stdout } = await run(process.execPath, [program, ...args], { cwd });
  return stdout;
}

/** Without `--skip-install` it would install the newest release from the registry. */
const nestAdd = (): Promise<string> => nest(application, 'add', 'nestjs-observability', '--skip-install');

/** Of all that is the application's own. */
function filesOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(
    ({ name }) => !/^(node_modules|dist)$/.test(name),
  );
  const texts = entries.map((entry): Record<string, string> => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesOf(path) : { [path]: readFileSync(path, 'utf8') };
  });
  return Object.assign({}, ...texts) as Record<string, string>;
}

describe('nest add nestjs-observability', () => {
  it('makes an observed application of a new one', async () => {
    const before = filesOf(application);

    const output = await nestAdd();

    const after = filesOf(application);
    const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
    expect(changed.map((path) => path.slice(application.length + 1)).toSorted()).toEqual([
      'package.json',
      'src/app.module.ts',
      'src/app.service.observability.spec.ts',
      'src/app.service.ts',
      'src/main.ts',
    ]);
    expect(output).toContain('Example: AppService.getHello is traced and counted.');
  });

  it('changes nothing the second time', async () => {
    const before = filesOf(application);

    const output = await nestAdd();

    expect(filesOf(application)).toEqual(before);
    expect(output).toContain('nestjs-observability is part of this application already: nothing was changed.');
  });

  it('leaves an application that builds, and whose tests pass', async () => {
    await npm(application, 'run', 'build');

    const output = await run('npm', ['test'], { cwd: application, env: { ...quietly, CI: '1' } });

    expect(output.stdout + output.stderr).toMatch(/Tests\s.*2 passed|Tests:\s+2 passed/);
  });

  it('leaves an application that starts by its script, and answers', async () => {
    const port = await freePort();
    const [, ...args] = manifestOf(application).scripts['start:prod']!.split(' ');
    const program = new Program(process.execPath, args, { ...process.env, PORT: String(port) }, application);
    const get = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${port}${path}`)).text();

    const readiness = await eventually(() => get('/health/ready'));
    const hello = await get('/');
    const metrics = await get('/metrics');
    await program.stop();

    expect(args).toEqual(['--import', 'nestjs-observability/register', 'dist/main']);
    expect([JSON.parse(readiness).status, hello]).toEqual(['ready', 'Hello World!']);
    expect(metrics).toContain('method_calls_total{class="AppService",method="getHello",outcome="ok"} 1');
    expect(messagesOf(program.output)).toContain('Starting Nest application...');
  });
});

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Nest's first lines, too, went through the module's logger. */
function messagesOf(log: string): unknown[] {
  const lines = log.trim().split('\n');
  return lines.map((line) => (JSON.parse(line) as { message: unknown }).message);
}
