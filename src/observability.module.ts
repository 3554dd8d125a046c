/** The face of the library: one import. Logic lives in the runtime and the rooms behind it. */
import { Module, type DynamicModule, type MiddlewareConsumer, type NestModule, type Provider } from '@nestjs/common';
import {
  OBSERVABILITY_OPTIONS,
  type ObservabilityModuleAsyncOptions,
  type ObservabilityOptions,
  type ObservabilityOptionsFactory,
  type ObservabilityPlugin,
} from './config/index.js';
import { ObservabilityDrainModule } from './drain.module.js';
import { ObservabilityError } from './kernel/index.js';
import { ObservabilityLifecycle } from './observability.lifecycle.js';
import { exportedTokens, observabilityProviders, pluginProviders } from './observability.providers.js';

/**
 * The one import that observes an application.
 *
 * @example
 * ```ts
 * @Module({ imports: [ObservabilityModule.forRoot({ service: { name: 'shop' } })] })
 * class AppModule {}
 *
 * const shop = await NestFactory.create(AppModule);
 * await shop.listen(3000);
 * ```
 */
@Module({})
export class ObservabilityModule implements NestModule {
  // The constructor runs before Nest registers routes: early enough to observe the application's classes.
  constructor(private readonly lifecycle: ObservabilityLifecycle) {
    lifecycle.observeClasses();
  }

  /** Observes the whole application. Every option has a default; see `ObservabilityOptions`. */
  static forRoot(options: ObservabilityOptions = {}): DynamicModule {
    return dynamicModule([{ provide: OBSERVABILITY_OPTIONS, useValue: options }], options.plugins);
  }

  /** The same with options from a factory, a class or another provider; `plugins` shape the module graph and stay here. */
  static forRootAsync(options: ObservabilityModuleAsyncOptions): DynamicModule {
    return dynamicModule(asyncOptionProviders(options), options.plugins, options.imports);
  }

  // Global enhancers are known by now and routes are not registered yet.
  /** Called by Nest. */
  configure(_consumer: MiddlewareConsumer): void {
    this.lifecycle.observeServer();
  }
}

function dynamicModule(
  optionProviders: Provider[],
  plugins: readonly ObservabilityPlugin[] = [],
  imports: ObservabilityModuleAsyncOptions['imports'] = [],
): DynamicModule {
  const ofPlugins = pluginProviders(plugins);
  return {
    module: ObservabilityModule,
    global: true,
    imports: [ObservabilityDrainModule, ...imports],
    // Read by Nest when the application starts: only then is it known which packages its files have loaded.
    get providers() {
      return [...optionProviders, ...observabilityProviders(), ...ofPlugins];
    },
    get exports() {
      return [...exportedTokens(), ...ofPlugins];
    },
  };
}

function asyncOptionProviders({
  useFactory,
  inject,
  useClass,
  useExisting,
  plugins,
}: ObservabilityModuleAsyncOptions): Provider[] {
  const withPlugins = async (made: ReturnType<ObservabilityOptionsFactory['createObservabilityOptions']>) => ({
    ...(await made),
    plugins,
  });
  if (useFactory !== undefined) {
    const factory = (...dependencies: never[]) => withPlugins(useFactory(...dependencies));
    return [{ provide: OBSERVABILITY_OPTIONS, useFactory: factory, inject: (inject ?? []) as never[] }];
  }
  const source = useClass ?? useExisting;
  if (source === undefined) throw missingFactory();
  const fromFactory = (factory: ObservabilityOptionsFactory) => withPlugins(factory.createObservabilityOptions());
  const provider: Provider = { provide: OBSERVABILITY_OPTIONS, useFactory: fromFactory, inject: [source] };
  return useClass === undefined ? [provider] : [provider, useClass];
}

function missingFactory(): ObservabilityError {
  return ObservabilityError.of({
    code: 'OBS_ERR_OPTION_INVALID',
    fact: 'forRootAsync needs useFactory, useClass or useExisting',
    fix: 'pass one of the three, or use forRoot',
  });
}
