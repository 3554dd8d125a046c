/**
 * One spec file, loaded by Jest's own runtime and then kept: its tests run again for each mutant. Loading is nearly all
 * that a unit spec costs, so a mutant takes milliseconds where a run of Jest takes a second.
 */
import { NullConsole } from '@jest/console';
import type { jestExpect } from '@jest/expect';
import { createScriptTransformer } from '@jest/transform';
import type { Circus } from '@jest/types';
import NodeEnvironment from 'jest-environment-node';
import Runtime from 'jest-runtime';
import type { JestProject } from './jest-project.js';
import { mutantSwitch } from './mutant-switch.js';
import { testsBelow, titleOf } from './test-tree.js';

/** A mutant that never answers costs no more than this per test; a test of these rooms takes milliseconds. */
const TEST_TIMEOUT_MS = 5_000;

export interface RunTest {
  readonly title: string;
  readonly durationMs: number;
  readonly failure?: string;
}

/** All tests of a run, or those up to the first that failed. */
export type SpecRun = readonly RunTest[];

interface Framework {
  readonly circus: typeof import('jest-circus');
  readonly expect: typeof jestExpect;
}

export class KeptSpec {
  private ran: RunTest[] = [];

  private constructor(
    private readonly environment: NodeEnvironment,
    private readonly runtime: Runtime,
    private readonly framework: Framework,
    private readonly idOf: (title: string) => string,
  ) {}

  /** @throws what the spec file throws while it is loaded, such as for a mutant in code that runs at once */
  static async load(project: JestProject, path: string, idOf: (title: string) => string): Promise<KeptSpec> {
    const { environment, runtime } = await sandboxOf(project, path);
    const framework: Framework = {
      circus: runtime.requireInternalModule(require.resolve('jest-circus')),
      expect: runtime.requireInternalModule<{ jestExpect: typeof jestExpect }>(require.resolve('@jest/expect'))
        .jestExpect,
    };
    const spec = new KeptSpec(environment, runtime, framework, idOf);
    spec.prepare();
    runtime.requireModule(path);
    return spec;
  }

  /** @param isWanted by title; what is not wanted is skipped */
  async run(isWanted: (title: string) => boolean): Promise<SpecRun> {
    const state = this.framework.circus.getState();
    this.ran = [];
    for (const test of testsBelow(state.rootDescribeBlock)) forget(test);
    state.unhandledErrors.length = 0;
    state.testNamePattern = { test: isWanted } as RegExp;
    await this.framework.circus.run();
    mutantSwitch.currentTestId = undefined;
    return this.ran;
  }

  async close(): Promise<void> {
    this.runtime.teardown();
    await this.environment.teardown();
  }

  private prepare(): void {
    const { circus, expect } = this.framework;
    const { describe, it, test, beforeAll, beforeEach, afterAll, afterEach } = circus;
    const globals = { describe, it, test, beforeAll, beforeEach, afterAll, afterEach, expect };
    Object.assign(this.environment.global, globals);
    circus.getState().testTimeout = TEST_TIMEOUT_MS;
    circus.addEventHandler((event) => {
      if (event.name === 'test_start') this.began(event.test);
      if (event.name === 'test_done') this.ended(event.test);
    });
  }

  private began(test: Circus.TestEntry): void {
    const title = titleOf(test);
    mutantSwitch.currentTestId = this.idOf(title);
    this.framework.expect.setState({ currentTestName: title, suppressedErrors: [] });
  }

  private ended(test: Circus.TestEntry): void {
    const { circus, expect } = this.framework;
    const unmet = expect.extractExpectedAssertionsErrors().map(({ error }) => error);
    const [failure] = [...test.errors, ...unmet, ...test.unhandledRejectionErrorByPromise.values()];
    this.ran.push({
      title: titleOf(test),
      durationMs: test.duration ?? 0,
      ...(failure !== undefined && { failure: String(Array.isArray(failure) ? failure[0] : failure) }),
    });
    if (failure !== undefined) circus.getState().testNamePattern = { test: () => false } as unknown as RegExp;
  }
}

async function sandboxOf({ globalConfig, config, resolver }: JestProject, path: string) {
  const files = new Map<string, string>();
  const transformer = await createScriptTransformer(config, files);
  const console = new NullConsole(process.stdout, process.stdout);
  const environment = new NodeEnvironment(
    { globalConfig, projectConfig: config },
    { console, docblockPragmas: {}, testPath: path },
  );
  Object.assign(environment.global, { console, __stryker__: mutantSwitch });
  const coverage = { collectCoverage: false, collectCoverageFrom: [], coverageProvider: 'babel' } as const;
  const runtime = new Runtime(config, environment, resolver, transformer, files, coverage as never, path, globalConfig);
  for (const file of config.setupFiles) runtime.requireModule(file);
  await environment.setup();
  return { environment, runtime };
}

/** The framework means each test to run once: what it remembers of the last time is taken back. */
function forget(test: Circus.TestEntry): void {
  test.errors = [];
  test.status = null;
  test.invocations = 0;
  test.unhandledRejectionErrorByPromise.clear();
}
