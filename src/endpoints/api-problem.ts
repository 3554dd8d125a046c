/** What a caller did wrong, in the shape of all our errors, and the status that says it in HTTP. */
import { ObservabilityError, type ObservabilityErrorCode, type Problem } from '../kernel/index.js';

/** Of what was sent, in characters, so much is said back. */
const MAX_GOT_LENGTH = 100;

const STATUSES: Partial<Record<ObservabilityErrorCode, number>> = {
  OBS_ERR_PROFILE_BUSY: 409,
  OBS_ERR_PROFILING_OFF: 409,
};

export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
    /** Lower-case names. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(problem.fact);
  }
}

export function invalid(fact: string, fix: string, got?: unknown): ApiProblem {
  return problemOf(400, fact, fix, got);
}

export function problemOf(status: number, fact: string, fix: string, got?: unknown): ApiProblem {
  return new ApiProblem(status, { code: 'OBS_ERR_REQUEST_INVALID', fact, ...shownAs(got), fix });
}

export function denied(status: number, fact: string, fix: string, headers?: Record<string, string>): ApiProblem {
  return new ApiProblem(status, { code: 'OBS_ERR_ACCESS_DENIED', fact, fix }, headers);
}

/** @param allow as an `Allow` header lists methods */
export function methodNotAllowed(got: string, allow: string): ApiProblem {
  const problem = { code: 'OBS_ERR_REQUEST_INVALID', fact: 'It does not take this method', got } as const;
  return new ApiProblem(405, { ...problem, fix: `use ${allow}` }, { allow });
}

/** It was there, or may have been, and had to make room. */
export function notKept(fact: string, got?: unknown): ApiProblem {
  const fix = 'ask for the list of what is in memory';
  return new ApiProblem(404, { code: 'OBS_ERR_NOT_KEPT', fact, ...shownAs(got), fix });
}

/** What a room below refuses is the caller's affair; anything else is an error of ours. */
export function asProblem(error: unknown): ApiProblem | undefined {
  if (error instanceof ApiProblem) return error;
  const [problem] = error instanceof ObservabilityError ? error.problems : [];
  return problem && new ApiProblem(STATUSES[problem.code] ?? 400, problem);
}

function shownAs(got: unknown): { got?: string } {
  if (got === undefined) return {};
  const text = JSON.stringify(got) ?? String(got);
  return { got: text.length > MAX_GOT_LENGTH ? `${text.slice(0, MAX_GOT_LENGTH)}…` : text };
}
