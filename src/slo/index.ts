export { burnWindows, burnWindowsMs, type BurnWindow } from './burn-windows.js';
export { allObjectives } from './declared-objectives.js';
export { requestBuckets, withThresholds } from './latency-buckets.js';
export {
  errorBudget,
  pageAlerts,
  ticketAlerts,
  type BurnAlert,
  type CounterSelector,
  type Indicator,
  type Objective,
  type ObjectiveConfig,
  type ObjectiveSelector,
} from './objective.js';
export type { BurnRates, LatencyQuantiles } from './objective-tracker.js';
export type { Objectives } from './objectives.js';
export type { RouteShare } from './route-tally.js';
export { SloService, type SloStatus } from './slo.service.js';
