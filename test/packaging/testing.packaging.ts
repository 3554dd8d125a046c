/** The testing kit as a user gets it: the matchers at work in Vitest and in Jest, what they say on failure, and their types in both. */
import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';

const root = join(__dirname, '../..');
const run = promisify(execFile);

const runners = ['vitest', 'jest'] as const;
type Runner = (typeof runners)[number];

/** Jest's are global by default. */
const HEADERS: Readonly<Record<Runner, string>> = {
  vitest: `import { afterEach, beforeEach, describe, expect, it } from 'vitest';`,
  jest: '',
};

/** The same file for both: what passes, what fails on purpose, and a contract suite. */
const SPEC = `
import { Injectable, Logger } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { Traced } from 'nestjs-observability';
import { describeHandler, ObservabilityTestingModule, TelemetryRecorder, traceTree } from 'nestjs-observability/testing';

@Injectable()
class Orders {
  private readonly logger = new Logger('Orders');

  @Traced('sell', { attributes: { 'order.kind': 'tea' } })
  sell(): void {
    this.logger.log('Sold');
  }
}

let shop: TestingModule;
let recorder: TelemetryRecorder;

beforeEach(async () => {
  shop = await Test.createTestingModule({ imports: [ObservabilityTestingModule.forRoot()], providers: [Orders] }).compile();
  await shop.init();
  recorder = shop.get(TelemetryRecorder);
  shop.get(Orders).sell();
});

afterEach(() => shop.close());

it('passes', async () => {
  expect(recorder).toHaveSpan('sell', { 'order.kind': expect.any(String) });
  expect(recorder).not.toHaveSpan('buy');
  expect(recorder).toHaveLogged({ target: 'Orders', message: /^Sold/ });
  expect(recorder).toHaveOperation({ kind: 'method', name: 'Orders.sell' });
  expect(recorder).toHaveNoErrors();
  await expect(recorder).toHaveSample('observability_metric_series');
  expect(traceTree(recorder)).toBe('sell');
});

it('fails', () => {
  expect(recorder).toHaveSpan('sell', { 'order.kind': 'coffee' });
});

it('fails as well', () => {
  expect(recorder).not.toHaveLogged({ message: 'Sold' });
});

const functions = { describe, it, beforeEach, afterEach };
describeHandler('nothing', { create: () => ({ handler: { name: 'nothing', handles: () => false } }) }, functions);
`;

const WRONG = `
expect(new TelemetryRecorder()).toHaveSpan({ nane: 'sell' });
`;

const MESSAGES = {
  fails: `Expected span {name='sell' attributes={ 'order.kind': 'coffee' }}

Nearest: internal sell
  attributes.order.kind: expected 'coffee', got 'tea'

Spans (1):
  sell (internal, unset) {order.kind='tea'}`,
  'fails as well': `Expected no log line {message='Sold'}

Found (1):
  level='INFO' target='Orders' message='Sold' trace_id='ID' span_id='ID' span={ name: 'Orders.sell' }`,
};

/** Compiles what Nest 12 brings as ES modules, as our own configuration does. */
const { transform, transformIgnorePatterns } = require('../../jest.config.js') as Record<string, unknown>;

const FILES: Readonly<Record<string, string>> = {
  'vitest.config.mts': `
// #region vitest-config
export default {
  test: { setupFiles: ['./vitest.setup.ts'] },
};
// #endregion
`,
  'vitest.setup.ts': `
// #region vitest-setup
import 'nestjs-observability/testing/vitest';
// #endregion
`,
  'jest.config.cjs': `
const nest = require('./jest.nest.json');
// #region jest-config
module.exports = {
  ...nest,
  setupFilesAfterEnv: ['<rootDir>/jest.setup.ts'],
};
// #endregion
`,
  'jest.setup.ts': `
// #region jest-setup
import 'nestjs-observability/testing/jest';
// #endregion
`,
  'jest.nest.json': JSON.stringify({ testMatch: ['**/jest.spec.ts'], transform, transformIgnorePatterns }),
};

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'observability-testing-'));
  for (const name of ['package.json', 'package-lock.json'])
    cpSync(join(root, 'test/packaging/vitest', name), join(folder, name));
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  installPackage();
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The packed tarball, and beside it whatever is installed here and not there. */
function installPackage(): void {
  const modules = join(folder, 'node_modules');
  const pack = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root, encoding: 'utf8' });
  const [{ filename }] = JSON.parse(pack) as [{ filename: string }];
  const target = join(modules, 'nestjs-observability');
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', target, '--strip-components=1']);
  for (const name of installedHere()) link(name, join(modules, name));
}

function installedHere(): string[] {
  const modules = join(root, 'node_modules');
  return readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((part) => join(name, part)) : [name],
  );
}

function link(name: string, path: string): void {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(join(root, 'node_modules', name), path);
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

async function reportOf(runner: Runner): Promise<Report['testResults'][number]['assertionResults']> {
  writeFileSync(join(folder, `${runner}.spec.ts`), HEADERS[runner] + SPEC);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { experimentalDecorators: true } }));
  const program = { vitest: 'vitest/vitest.mjs', jest: 'jest/bin/jest.js' }[runner];
  const options = {
    vitest: ['run', 'vitest.spec.ts', '--reporter=json'],
    jest: ['--config=jest.config.cjs', '--json'],
  }[runner];
  const file = join(folder, `${runner}.json`);
  const args = [join(folder, 'node_modules', program), ...options, `--outputFile=${file}`];
  const environment = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  // It ends with 1: two tests fail.
  const { stderr } = await run(process.execPath, args, { cwd: folder, env: environment }).catch(
    (error: { stderr: string }) => error,
  );
  if (!existsSync(file)) throw new Error(stderr);
  return (JSON.parse(readFileSync(file, 'utf8')) as Report).testResults.flatMap((one) => one.assertionResults);
}

/** Without the name of the error before it, the stack after it, and what is random. */
function messageIn(failure: string): string {
  const text = stripVTControlCharacters(failure).replace(/^Error: /, '');
  return text
    .slice(0, text.search(/\n\s+at /))
    .replace(/\b[0-9a-f]{16,32}\b/g, 'ID')
    .trimEnd();
}

describe.each(runners)('In %s', (runner) => {
  it('matchers pass, and say on failure what came closest and what there is', async () => {
    const results = await reportOf(runner);

    const failed = results.filter(({ status }) => status === 'failed');
    const messages = failed.map(({ title, failureMessages }) => [title, messageIn(failureMessages[0]!)]);
    expect(Object.fromEntries(messages)).toEqual(MESSAGES);
    expect(results.filter(({ status }) => status === 'passed')).toHaveLength(11);
  });

  it('matchers have types', async () => {
    writeFileSync(join(folder, `${runner}.spec.ts`), HEADERS[runner] + SPEC + WRONG);
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2022',
      strict: true,
      noEmit: true,
      experimentalDecorators: true,
      types: runner === 'jest' ? ['node', 'jest'] : ['node'],
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: { ...compilerOptions, skipLibCheck: true },
        files: [`${runner}.setup.ts`, `${runner}.spec.ts`],
      }),
    );

    const { stdout } = await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]).catch(
      (error: { stdout: string }) => error,
    );

    expect(stdout.trim().split('\n')).toEqual([expect.stringMatching(/error TS2353: .*'nane' does not exist/)]);
  });
});
