export { brokerCheck, databaseCheck, microserviceCheck, redisCheck } from './dependencies/dependency-factories.js';
export { dependencyChecks, type ProvidedInstance } from './dependencies/find-dependencies.js';
export { chainBeforeClose, Drain, stopBeforeOthers, type DrainOptions } from './drain.js';
export type {
  CheckDetails,
  CheckOutcome,
  HealthCheck,
  HealthCheckKind,
  HealthCheckOptions,
  HealthReport,
  HealthStatus,
  KnownCheck,
} from './health-check.js';
export { contributorsOf } from './health-contributor.decorator.js';
export { healthEndpoints, type HealthEndpointsOptions } from './health.endpoints.js';
export { healthMetrics, noHealthMeter, type HealthMeter } from './health-metrics.js';
export {
  HealthRegistry,
  type HealthLog,
  type HealthLogLevel,
  type HealthRedactor,
  type HealthRegistryOptions,
} from './health-registry.js';
export { aiProviderCheck, type AiProviderCheckOptions, type AskProvider } from './indicators/ai-provider.indicator.js';
export { configuredChecks } from './indicators/configured-checks.js';
export { ReadinessState, type Readiness } from './readiness.js';
export { hasShutdownHooks, SHUTDOWN_HOOKS_HINT } from './shutdown-hooks.js';
export { Startup } from './startup.js';
