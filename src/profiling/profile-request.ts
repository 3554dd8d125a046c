/**
 * The signed header by which one request asks to be profiled. It is signed as that which forces a trace is, for one method and path
 * and for five minutes, and neither signature is good for the other.
 */
import { isForceTraceSigned, signForceTrace, type ForcedRequest } from '../security/index.js';

/**
 * Name of the header that asks for a profile of the request it stands on.
 *
 * @example
 * ```ts
 * const signed = signProfileRequest(secret, { method: 'GET', path: '/orders/42' });
 *
 * await fetch('http://127.0.0.1:3000/orders/42', { headers: { [PROFILE_REQUEST_HEADER]: signed } });
 * ```
 */
export const PROFILE_REQUEST_HEADER = 'x-profile-request';

/**
 * The value of `x-profile-request` for one request.
 * @param secret that of `profiling.requestSecret`
 * @param request its path as sent, without the query
 * @example
 * ```ts
 * const header = signProfileRequest(secret, { method: 'GET', path: '/orders/42' });
 * ```
 */
export function signProfileRequest(secret: string, request: ForcedRequest, nowMs = Date.now()): string {
  return signForceTrace(secret, profiled(request), nowMs);
}

export function isProfileRequestSigned(secret: string, header: unknown, request: ForcedRequest): boolean {
  return isForceTraceSigned(secret, header, profiled(request));
}

function profiled({ method, path }: ForcedRequest): ForcedRequest {
  return { method: `profile:${method}`, path };
}
