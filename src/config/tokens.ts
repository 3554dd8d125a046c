/** Every injection token of the library, in one place. */

/** The `ResolvedConfig`. */
export const OBSERVABILITY_CONFIG = Symbol.for('nestjs-observability:config');

/** The `ObservabilityOptions` as they were given to `forRoot()` or made by the factory of `forRootAsync()`. */
export const OBSERVABILITY_OPTIONS = Symbol.for('nestjs-observability:options');

/** The application's log, behind everything of nestjs-pino that can be injected; undefined when logs are off. */
export const APPLICATION_LOGGING = Symbol.for('nestjs-observability:logging');
