/** The Prometheus rules of one objective, for whoever wants to copy them: the text that the generator of operations files writes. */
import type { ResolvedConfig } from './config/index.js';
import type { Objective } from './slo/index.js';

export function objectiveRule({ service, metrics, alerts }: ResolvedConfig): (objective: Objective) => string {
  return (objective) => {
    // Loaded when somebody asks: an application that runs generates nothing else.
    const { prometheusRules } = require('./provisioning/prometheus/index.js') as Provisioning;
    const { prefix, defaultLabels } = metrics;
    const [file] = prometheusRules({
      service,
      definitions: [],
      ownMetrics: [],
      prefix,
      defaultLabels,
      objectives: [objective],
      alerts,
    });
    return file!.text;
  };
}

type Provisioning = typeof import('./provisioning/index.js');
