/** What a caller did wrong, in the shape of all our errors, and the status that says it in HTTP. */
import { ObservabilityError, type ObservabilityErrorCode, type Problem } from '../kernel/index.js';

/** Of what was sent, in characters, so much is said back. */
const MAX_GOT_LENGTH = 100;

const STATUSES: Partial<Record<ObservabilityErrorCode, number>> = {
  OBS_ERR_PROFILE_BUSY: 409,
  OBS_ERR_PROFILING_OFF: 409,
};

export class ManagementProblem extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
    /** Lower-case names. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(problem.fact);
  }
}

export function invalid(fact: string, fix: string, got?: unknown): ManagementProblem {
  return problemOf(400, fact, fix, got);
}

export function problemOf(status: number, fact: string, fix: string, got?: unknown): ManagementProblem {
  const shown = got === undefined ? {} : { got: shownValue(got) };
  return new ManagementProblem(status, { code: 'OBS_ERR_REQUEST_INVALID', fact, ...shown, fix });
}

/** What a room below refuses is the caller's affair; anything else is an error of ours. */
export function asProblem(error: unknown): ManagementProblem | undefined {
  if (error instanceof ManagementProblem) return error;
  const [problem] = error instanceof ObservabilityError ? error.problems : [];
  return problem && new ManagementProblem(STATUSES[problem.code] ?? 400, problem);
}

function shownValue(got: unknown): string {
  const text = JSON.stringify(got) ?? String(got);
  return text.length > MAX_GOT_LENGTH ? `${text.slice(0, MAX_GOT_LENGTH)}…` : text;
}
