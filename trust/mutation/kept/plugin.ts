/** What Stryker loads: the test runner by its name. */
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';
import { KeptRunner } from './kept-runner.js';

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'kept', KeptRunner)];

/** Makes `kept` an option that Stryker knows. */
export const strykerValidationSchema = { properties: { kept: { type: 'object' } } };
