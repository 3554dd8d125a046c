/** Every injection token of the library, in one place. */

/**
 * The `ResolvedConfig`.
 *
 * @example
 * ```ts
 * @Injectable()
 * class Banner {
 *   constructor(@Inject(OBSERVABILITY_CONFIG) private readonly config: ResolvedConfig) {}
 *
 *   text = () => `${this.config.service.name} in ${this.config.environment.name}`;
 * }
 * ```
 */
export const OBSERVABILITY_CONFIG = Symbol.for('nestjs-observability:config');

/** The `ObservabilityOptions` as they were given to `forRoot()` or made by the factory of `forRootAsync()`. */
export const OBSERVABILITY_OPTIONS = Symbol.for('nestjs-observability:options');

/** How the options become the configuration, where a test decides that; see `ObservabilityTestingModule`. */
export const CONFIG_RESOLVER = Symbol.for('nestjs-observability:config-resolver');

/** The application's log, behind everything of nestjs-pino that can be injected; undefined when logs are off. */
export const APPLICATION_LOGGING = Symbol.for('nestjs-observability:logging');
