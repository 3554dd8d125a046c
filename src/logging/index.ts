export type { ApplicationLogging, LoggingOptions } from './application-logging.js';
export { LogLevels, parseLogLevels, type LogLevelName, type ParsedLogLevels } from './log-level.js';
export { hasOwnNestPino, nestPinoProviders, type PinoHolder } from './nest-pino.js';
export { observabilityMixin, observabilityPinoOptions } from './pino-options.js';
