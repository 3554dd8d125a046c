/** The text of every alert, by its name. */
import type { AlertName } from '../../../config/index.js';
import type { BurnAlertName } from '../../prometheus/burn-rates.js';
import type { Runbook } from '../runbook.js';
import { aiProviderErrors } from './ai-provider-errors.js';
import { applicationNotReady } from './application-not-ready.js';
import { errorBudgetBurnFast } from './error-budget-burn-fast.js';
import { errorBudgetBurnSlow } from './error-budget-burn-slow.js';
import { eventBacklog } from './event-backlog.js';
import { eventLoopDelay } from './event-loop-delay.js';
import { healthCheckFailing } from './health-check-failing.js';
import { highAiCosts } from './high-ai-costs.js';
import { highErrorRate } from './high-error-rate.js';
import { instanceNotReady } from './instance-not-ready.js';
import { poolSaturated } from './pool-saturated.js';
import { queueBacklog } from './queue-backlog.js';
import { rateLimitSpike } from './rate-limit-spike.js';
import { scheduleOverdue } from './schedule-overdue.js';
import { slowResponses } from './slow-responses.js';
import { telemetryDropped } from './telemetry-dropped.js';

export const runbookTexts: Readonly<Record<AlertName | BurnAlertName, Runbook>> = {
  HighErrorRate: highErrorRate,
  SlowResponses: slowResponses,
  AIProviderErrors: aiProviderErrors,
  HighAICosts: highAiCosts,
  EventBacklog: eventBacklog,
  RateLimitSpike: rateLimitSpike,
  ApplicationNotReady: applicationNotReady,
  InstanceNotReady: instanceNotReady,
  HealthCheckFailing: healthCheckFailing,
  EventLoopDelay: eventLoopDelay,
  PoolSaturated: poolSaturated,
  QueueBacklog: queueBacklog,
  ScheduleOverdue: scheduleOverdue,
  TelemetryDropped: telemetryDropped,
  ErrorBudgetBurnFast: errorBudgetBurnFast,
  ErrorBudgetBurnSlow: errorBudgetBurnSlow,
};
