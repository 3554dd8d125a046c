/** Everything that is made from an application, in the order of the output folder. */
import { dashboards } from './grafana/index.js';
import { promtoolTests, prometheusRules } from './prometheus/index.js';
import type { GeneratedFile, ProvisioningInput } from './provisioning.js';
import { runbooks } from './runbooks/index.js';
import { stackFiles } from './stack/index.js';

export type Generator = (input: ProvisioningInput) => readonly GeneratedFile[];

export const generators: readonly Generator[] = [dashboards, prometheusRules, promtoolTests, runbooks, stackFiles];
