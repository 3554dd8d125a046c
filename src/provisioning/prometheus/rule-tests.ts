/** Test files for `promtool test rules`: one beside each rule file. */
import type { GeneratedFile, ProvisioningInput } from '../provisioning.js';
import { alertTests } from './alert-tests.js';
import { objectiveTests } from './burn-tests.js';
import { ALERTS_FILE, objectiveFile, serviceAlertsOf } from './rules.js';
import { toYaml, type YamlValue } from '../yaml.js';

/**
 * `promtool test rules prometheus/tests/*.yml`: each alert and each recording rule when all is well, in a fault, after it, without
 * traffic and when counters begin anew.
 */
export function promtoolTests(input: ProvisioningInput): GeneratedFile[] {
  const tests = serviceAlertsOf(input).flatMap((alert) => alertTests(alert, input));
  return [
    ...(tests.length === 0 ? [] : [testFile(ALERTS_FILE, '1m', tests)]),
    ...input.objectives.map((objective) => testFile(objectiveFile(objective), '5m', objectiveTests(objective, input))),
  ];
}

function testFile(ruleFile: string, evaluationInterval: string, tests: readonly YamlValue[]): GeneratedFile {
  const [, folder, name] = ruleFile.split('/');
  return {
    path: `prometheus/tests/${name}`,
    text: toYaml({ rule_files: [`../${folder}/${name}`], evaluation_interval: evaluationInterval, tests }),
  };
}
