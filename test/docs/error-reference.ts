/** The table of docs/reference/errors.md: what each code means, from the code itself; who meets it, by what, and what to do. */
import { observabilityErrorCodes, type ObservabilityErrorCode } from '../../src/kernel/index.js';
import { code, table } from './generated.js';

export interface ErrorDescription {
  /** When and where it is met. */
  readonly where: string;
  /** What brings it about, in one sentence. */
  readonly trigger: string;
  /** What to do about it, in one sentence. */
  readonly fix: string;
}

const AT_START = 'when the application starts';
const BY_DEFINITION = 'while a class is being defined';
const IN_ANSWER = 'in an answer of an endpoint';

export const errorDescriptions: Readonly<Record<ObservabilityErrorCode, ErrorDescription>> = {
  OBS_ERR_CONFIG: {
    where: AT_START,
    trigger: 'Options, environment or file say what cannot be, or what cannot be together.',
    fix: 'Mend each problem of the list; every one has a code of its own and its fix.',
  },
  OBS_ERR_OPTION_INVALID: {
    where: `${AT_START}; from a call that takes options`,
    trigger: 'A value has another type than the option, or is out of its range.',
    fix: 'Write what the message names, as the configuration reference has it.',
  },
  OBS_ERR_OPTION_UNKNOWN: {
    where: AT_START,
    trigger: 'A name in the code or in the file is no option, mostly a misspelt one.',
    fix: 'Take the name that the message suggests, or remove it.',
  },
  OBS_ERR_CONFIG_FILE: {
    where: AT_START,
    trigger: 'The file that `configFile` names is missing, is not readable, or is neither YAML nor JSON.',
    fix: 'Mend the path or the file.',
  },
  OBS_ERR_PEER_MISSING: {
    where: AT_START,
    trigger: 'An option or a plugin needs a package that is not installed.',
    fix: 'Run the `npm install` of the message, or switch the feature off.',
  },
  OBS_ERR_METRIC_CONFLICT: {
    where: `${AT_START}; from the call that defines a metric`,
    trigger: 'Two definitions share a name and differ in type, labels or buckets.',
    fix: 'Rename one of them, or define it in one place and share it.',
  },
  OBS_ERR_METRIC_INVALID: {
    where: `${BY_DEFINITION}; from the call that defines a metric`,
    trigger:
      'A name has characters that Prometheus refuses, a label is reserved or there twice, or buckets do not ascend.',
    fix: 'Do as the message says: it has a name that fits, or the buckets in order.',
  },
  OBS_ERR_DECORATOR_MISUSE: {
    where: `${BY_DEFINITION}; ${AT_START}`,
    trigger: 'A decorator stands on a property, an accessor or a class that it cannot do anything with.',
    fix: 'Move it where the message says, mostly to a method.',
  },
  OBS_ERR_PORT_TAKEN: {
    where: AT_START,
    trigger:
      'The address of `metrics.host` and `metrics.port` is in use, is privileged, or is not one of this machine.',
    fix: 'Choose another port, or end the process that has it.',
  },
  OBS_ERR_PROFILING_OFF: {
    where: `from \`ProfilingService\`; ${IN_ANSWER}`,
    trigger:
      'A profile is asked for while `profiling.enabled` is false, or a heap snapshot without `profiling.heapSnapshots`.',
    fix: 'Switch it on and start again.',
  },
  OBS_ERR_PROFILE_BUSY: {
    where: `from \`ProfilingService\`; ${IN_ANSWER}`,
    trigger: 'A profile is asked for while another one runs, or while the request of another route is waited for.',
    fix: 'Wait until it is over, or stop it.',
  },
  OBS_ERR_HEAP_SNAPSHOT: {
    where: `from \`ProfilingService.heapSnapshot\`; ${IN_ANSWER}`,
    trigger: 'The folder cannot be written to, or the snapshot exceeds `profiling.maxHeapSnapshotBytes`.',
    fix: 'Set `profiling.heapSnapshotFolder` to a folder with room, or raise the bound.',
  },
  OBS_ERR_ENDPOINT_CONFLICT: {
    where: AT_START,
    trigger: 'Metrics, health, management and console, or two of them, were given one path.',
    fix: 'Give one of them another path.',
  },
  OBS_ERR_ACCESS_DENIED: {
    where: IN_ANSWER,
    trigger: 'Management or the console was asked without a token that fits, or from where nobody may ask.',
    fix: 'Send a token, or let `access` of the endpoint know who may ask.',
  },
  OBS_ERR_REQUEST_INVALID: {
    where: IN_ANSWER,
    trigger: 'The method, the path, a field of the query or the body of a request is not what the endpoint takes.',
    fix: 'Ask as the message says.',
  },
  OBS_ERR_NOT_KEPT: {
    where: IN_ANSWER,
    trigger: 'A trace, profile, capture or error was asked for by an id that is unknown or had to make room.',
    fix: 'Ask for the list of what is in memory, or raise the bound of the console.',
  },
  OBS_ERR_CONSOLE_PAGE: {
    where: `${IN_ANSWER}, in place of the page`,
    trigger: 'The `sections` of a page of `consolePages` threw, took longer than 5 seconds, or gave more than 1 MiB.',
    fix: 'Mend the page; nothing else is affected.',
  },
  OBS_ERR_APPLICATION_SHAPE: {
    where: 'from `nest add nestjs-observability`',
    trigger: 'The files of the application are not where, or not what, Nest makes them.',
    fix: 'Make the changes by hand, as the quick start has them.',
  },
};

export const errorReference = {
  errors: () =>
    table(
      ['code', 'what it means', 'where it is met', 'what brings it about', 'what to do'],
      Object.entries(errorDescriptions).map(([name, { where, trigger, fix }]) => [
        code(name),
        observabilityErrorCodes[name as ObservabilityErrorCode],
        where,
        trigger,
        fix,
      ]),
    ),
};
