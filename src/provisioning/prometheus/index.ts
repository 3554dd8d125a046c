export { promtoolTests } from './rule-tests.js';
export { prometheusRules } from './rules.js';
