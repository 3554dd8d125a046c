/**
 * Observability for an application under test: everything into one recorder, and nothing out of the process. The test's module imports
 * it, with an `ObservabilityModule` of its own (`forRoot`) or for the one that the application has (`forApplication`).
 */
import { Inject, Module, Optional, type DynamicModule, type LoggerService } from '@nestjs/common';
import {
  CONFIG_RESOLVER,
  resolveConfig,
  type AsyncObservabilityOptions,
  type ObservabilityOptions,
  type ResolvedConfig,
} from '../config/index.js';
import { ObservabilityError } from '../kernel/index.js';
import { ObservabilityModule } from '../observability.module.js';
import { ObservabilityRuntime } from '../observability.runtime.js';
import { ManualClock } from './manual-clock.js';
import { optionsUnderTest } from './options-under-test.js';
import { TelemetryRecorder } from './telemetry-recorder.js';

/**
 * Options of the application under test, and what the recorder keeps.
 *
 * @example
 * ```ts
 * const options: ObservabilityTestingOptions = { clock: new ManualClock(), observability: { http: { slowMs: 1_000 } } };
 *
 * ObservabilityTestingModule.forApplication(options);
 * ```
 */
export interface ObservabilityTestingOptions<O = AsyncObservabilityOptions> {
  /**
   * Options beside those of the application; they win, section by section, over those and over what is off in tests.
   * @default {}
   */
  readonly observability?: O;
  /** Time that the test moves; can be injected as `ManualClock`. @default the system's */
  readonly clock?: ManualClock;
  /**
   * Plugins, by name, that do all they do in production. Of all others sources and handlers work, while span processors and what tells
   * the outside (`room`) are left out. @default []
   */
  readonly plugins?: readonly string[];
  /**
   * Environment variables to be read: the process's, or some of your own. By default none is, so that a test does not depend on where
   * it runs. @default { NODE_ENV: 'test' }
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * The module for tests: everything is kept in a `TelemetryRecorder`, nothing is sent.
 *
 * @example
 * ```ts
 * const imports = [AppModule, ObservabilityTestingModule.forApplication()];
 * const testing = await Test.createTestingModule({ imports }).compile();
 *
 * const shop = await TestApplication.listen(testing.createNestApplication());
 * await shop.request('/orders/42');
 * await shop.recorder.waitFor({ span: 'GET /orders/:id' });
 * ```
 */
@Module({})
export class ObservabilityTestingModule {
  /** @throws ObservabilityError OBS_ERR_CONFIG where there is nothing to take over */
  constructor(
    @Optional() @Inject(ObservabilityRuntime) runtime: ObservabilityRuntime | undefined,
    @Inject(TelemetryRecorder) recorder: TelemetryRecorder,
  ) {
    if (runtime === undefined) throw nothingToTest();
    recorder.readMetricsFrom(() => runtime.exposition.text());
    runtime.logging?.installNestLogger(runtime.pipeline, isTestingLogger);
  }

  /** Brings an `ObservabilityModule`: for the parts of an application that a test puts together. */
  static forRoot(options: ObservabilityTestingOptions<ObservabilityOptions> = {}): DynamicModule {
    const { observability = {}, ...rest } = options;
    const { plugins = [], ...own } = observability;
    const names = [...(options.plugins ?? []), ...plugins.map(({ name }) => name)];
    const testing = testingModule({ ...rest, observability: own, plugins: names });
    return { ...testing, imports: [ObservabilityModule.forRoot({ plugins })] };
  }

  /** For a whole application, unchanged: takes over the `ObservabilityModule` that one of its modules imports. */
  static forApplication(options: ObservabilityTestingOptions = {}): DynamicModule {
    return testingModule(options);
  }
}

function testingModule({ observability = {}, clock, plugins = [], env }: ObservabilityTestingOptions): DynamicModule {
  const recorder = new TelemetryRecorder(clock);
  const resolve = (own: ObservabilityOptions): ResolvedConfig =>
    resolveConfig(optionsUnderTest(own, { recorder, observability, plugins }), { env: env ?? { NODE_ENV: 'test' } });
  return {
    module: ObservabilityTestingModule,
    global: true,
    providers: [
      { provide: TelemetryRecorder, useValue: recorder },
      { provide: CONFIG_RESOLVER, useValue: resolve },
      ...(clock === undefined ? [] : [{ provide: ManualClock, useValue: clock }]),
    ],
    exports: [TelemetryRecorder, CONFIG_RESOLVER, ...(clock === undefined ? [] : [ManualClock])],
  };
}

/** That of `@nestjs/testing` prints errors and drops the rest; one that the test has set itself (`setLogger`) stays. */
function isTestingLogger(current: LoggerService | undefined): boolean {
  return current?.constructor.name === 'TestingLogger';
}

function nothingToTest(): ObservabilityError {
  return ObservabilityError.of({
    code: 'OBS_ERR_CONFIG',
    fact: 'ObservabilityTestingModule.forApplication() takes over the ObservabilityModule of the application, and there is none',
    fix: 'import the module of the application that has it, or use ObservabilityTestingModule.forRoot()',
  });
}
