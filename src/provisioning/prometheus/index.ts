export { alertDefaults, type AlertName, type AlertOptions, type AlertRuleOptions } from '../../config/index.js';
export { promtoolTests } from './rule-tests.js';
export { prometheusRules } from './rules.js';
