export type { GeneratedFile, ProvisioningInput } from './provisioning.js';
export { promtoolTests, prometheusRules } from './prometheus/index.js';
export { dashboards } from './grafana/index.js';
export { stackFiles } from './stack/index.js';
export { runbooks } from './runbooks/index.js';
export { generators } from './generators.js';
