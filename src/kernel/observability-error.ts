/**
 * Every error this library raises at start: a stable code, the fact, what we got, and the fix.
 *
 * `OBS_ERR_OPTION_INVALID  metrics.buckets must ascend; got [0.1, 0.05]. Fix: sort them, e.g. [0.05, 0.1].`
 */
const ERROR_CODES = {
  OBS_ERR_CONFIG: 'The configuration has problems; each is listed with its fix.',
  OBS_ERR_OPTION_INVALID: 'An option has a wrong type or an impossible value.',
  OBS_ERR_OPTION_UNKNOWN: 'An option of this name does not exist.',
  OBS_ERR_CONFIG_FILE: 'The configuration file cannot be read or parsed.',
  OBS_ERR_PEER_MISSING: 'A feature was switched on whose package is not installed.',
  OBS_ERR_METRIC_CONFLICT: 'A metric name is used twice with another type, label set or bucket list.',
  OBS_ERR_METRIC_INVALID: 'A metric or label name breaks the Prometheus data model.',
  OBS_ERR_DECORATOR_MISUSE: 'A decorator stands where it cannot work.',
  OBS_ERR_PORT_TAKEN: 'The own port for metrics and probes cannot be opened.',
  OBS_ERR_PROFILING_OFF: 'A profile was asked for that the options do not allow.',
  OBS_ERR_PROFILE_BUSY: 'A profile was asked for while another one runs.',
  OBS_ERR_HEAP_SNAPSHOT: 'A heap snapshot cannot be written, or is too large.',
  OBS_ERR_ENDPOINT_CONFLICT: 'Two endpoints of this library were given the same path.',
  OBS_ERR_ACCESS_DENIED: 'An endpoint of management or the console was called by somebody who may not.',
  OBS_ERR_REQUEST_INVALID: 'An endpoint of management or the console was asked for something that it cannot do.',
  OBS_ERR_NOT_KEPT: 'The console was asked for something that is no longer, or never was, in memory.',
  OBS_ERR_CONSOLE_PAGE: 'A page that was added to the console failed, took too long, or shows too much.',
  OBS_ERR_APPLICATION_SHAPE: '`nest add` found an application that it does not understand; no file was changed.',
} as const;

/**
 * The stable code of an error; all of them are listed in the errors reference.
 *
 * @example
 * ```ts
 * const busy: ObservabilityErrorCode = 'OBS_ERR_PROFILE_BUSY';
 *
 * const isBusy = (error: unknown): boolean => error instanceof ObservabilityError && error.code === busy;
 * ```
 */
export type ObservabilityErrorCode = keyof typeof ERROR_CODES;

/**
 * Code → what it means; the errors reference is generated from this table.
 *
 * @example
 * ```ts
 * const meaning = observabilityErrorCodes['OBS_ERR_PORT_TAKEN'];
 * ```
 */
export const observabilityErrorCodes: Readonly<Record<ObservabilityErrorCode, string>> = ERROR_CODES;

/** What an error says about one mistake. */
export interface Problem {
  readonly code: ObservabilityErrorCode;
  /** What is wrong, naming the place: `metrics.buckets must ascend`. */
  readonly fact: string;
  /** The offending value as text; leave out when there is none. */
  readonly got?: string;
  /** What to do about it, as an imperative without a final stop. */
  readonly fix: string;
}

/**
 * What the library throws: at start for what cannot be, later only where it says so. Every problem has its code and its fix.
 *
 * @example
 * ```ts
 * try {
 *   await NestFactory.create(AppModule);
 * } catch (error) {
 *   if (error instanceof ObservabilityError) console.error(error.problems.map(({ fix }) => fix));
 *   throw error;
 * }
 * ```
 */
export class ObservabilityError extends Error {
  override readonly name = 'ObservabilityError';
  readonly problems: readonly Problem[];

  constructor(
    readonly code: ObservabilityErrorCode,
    message: string,
    problems: readonly Problem[] = [],
  ) {
    super(message);
    this.problems = problems;
    // The message says it all: whoever prints the error should not print everything twice.
    Object.defineProperty(this, 'problems', { enumerable: false });
  }

  /** An error for one problem. */
  static of(problem: Problem): ObservabilityError {
    return new ObservabilityError(problem.code, describeProblem(problem), [problem]);
  }

  /** One error for many problems, so that a configuration is mended in one go. */
  static ofAll(code: ObservabilityErrorCode, headline: string, problems: readonly Problem[]): ObservabilityError {
    const lines = problems.map((problem) => `  - ${describeProblem(problem)}`);
    return new ObservabilityError(code, [`${code}  ${headline}`, ...lines].join('\n'), problems);
  }
}

export function describeProblem({ code, fact, got, fix }: Problem): string {
  const received = got === undefined ? '' : `; got ${got}`;
  return `${code}  ${fact}${received}. Fix: ${fix}.`;
}
