/** Declared callbacks that no boundary stands for, each with its reason. */

const AT_START = 'called while the application starts, where a mistake stops the start and says what is wrong';
const BETWEEN_US = 'of rooms among themselves; no application writes it';
const GIVEN_BY_US = 'made by the library and called by the application';

export const notTried: Readonly<Record<string, string>> = {
  'ObservabilityModuleAsyncOptions.useFactory': AT_START,
  'ObservabilityOptionsFactory.createObservabilityOptions': AT_START,
  'ObservabilityPlugin.sources': AT_START,
  'ObservabilityPlugin.room': AT_START,
  'PluginRoom.start': AT_START,
  'PluginRoom.crashed': 'called while the process ends for another reason',
  'PluginApplication.moduleOf': GIVEN_BY_US,
  'PluginRedactor.redactValue': GIVEN_BY_US,
  'PluginRedactor.redactText': GIVEN_BY_US,
  'PluginRedactor.redactUrl': GIVEN_BY_US,
  'PluginRedactor.redactHeaders': GIVEN_BY_US,
  'AiSdkTelemetry.onStepStart': GIVEN_BY_US,
  'AiSdkTelemetryOptions.tier': 'the package is not among those of these programs',
  'ClientShape.providerOf': BETWEEN_US,
  'Replacement.replace': BETWEEN_US,
  'CallRecorder.okCells': 'asked only where no other handler records the call, as all do in these applications',
  'TimeCell.observe': 'part of what `okCells` gives',
  'ConsolePageHost.get': GIVEN_BY_US,
};
