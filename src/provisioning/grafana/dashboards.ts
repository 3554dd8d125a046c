/** All Grafana dashboards of an application, in the order in which somebody would open them. */
import type { GeneratedFile, ProvisioningInput } from '../provisioning.js';
import { aiPlans } from './ai.js';
import { dashboardFile } from './dashboard.js';
import { familyPlans } from './family-dashboards.js';
import { journeyPlans } from './journeys.js';
import { overviewPlan } from './overview.js';
import { ownMetricPlans } from './own-metrics.js';
import { runtimePlans } from './runtime.js';
import { sloPlans } from './slo.js';

/**
 * `grafana/dashboards/*.json`: overview, objectives, journeys, AI cost, runtime, the application's own metrics, and one per
 * metric family. Only what the application has gets a panel.
 */
export function dashboards(input: ProvisioningInput): GeneratedFile[] {
  const plans = [
    overviewPlan(input),
    ...sloPlans(input),
    ...ownMetricPlans(input),
    ...journeyPlans(input),
    ...aiPlans(input),
    ...runtimePlans(input),
    ...familyPlans(input),
  ];
  return plans.map((plan) => dashboardFile(plan, input));
}
