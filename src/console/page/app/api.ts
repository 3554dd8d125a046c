/** Questions to the console's server: JSON at paths of its own, and problems that say what to do. */
import { signal } from '@preact/signals';
import type { ProblemAnswer } from '../../shapes/index.js';
import { resourcePath } from './base.js';
import { toParams, type ParamValues } from './params.js';

/** An answer that is no success, or none at all (status 0, code OBS_ERR_NO_ANSWER). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly fact: string,
    readonly fix: string,
  ) {
    super(`${code}  ${fact}. Fix: ${fix}`);
    this.name = 'ApiError';
  }
}

/** What the server said when it refused this browser; undefined while it lets it in. */
export const refusal = signal<ApiError | undefined>(undefined);

/** @throws ApiError, also where the server cannot be reached; an aborted request rejects with the signal's reason */
export function getJson<T>(resource: string, params?: ParamValues | URLSearchParams, abort?: AbortSignal): Promise<T> {
  return ask<T>(resourcePath(resource, toParams(params)), abort === undefined ? {} : { signal: abort });
}

/** @throws ApiError */
export function postJson<T>(resource: string, body: object): Promise<T> {
  return ask<T>(resourcePath(resource, toParams()), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Of a file to download. */
export function fileUrl(resource: string, params?: ParamValues | URLSearchParams): string {
  return resourcePath(resource, toParams(params));
}

/** What an answer that is no success says; a 401 closes the page until there is a new link. */
export async function problemIn(response: Response): Promise<ApiError> {
  const problem = await readProblem(response);
  if (response.status === 401) refusal.value = problem;
  return problem;
}

async function ask<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, { ...init, credentials: 'same-origin' }).catch((cause: unknown) => {
    if (init.signal?.aborted === true) throw cause;
    throw new ApiError(0, 'OBS_ERR_NO_ANSWER', 'the application does not answer', 'see whether it is running');
  });
  if (!response.ok) throw await problemIn(response);
  return (await response.json()) as T;
}

async function readProblem(response: Response): Promise<ApiError> {
  const answer = (await response.json().catch(() => undefined)) as ProblemAnswer | undefined;
  const { code, fact, got, fix } = answer?.error ?? {
    code: 'OBS_ERR_ANSWER',
    fact: `the application answered ${response.status}`,
    fix: 'see its log',
  };
  return new ApiError(response.status, code, got === undefined ? fact : `${fact}; got ${got}`, fix);
}
