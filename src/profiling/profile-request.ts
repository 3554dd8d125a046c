/**
 * The signed header by which one request asks to be profiled. It is signed as that which forces a trace is, for one method and path
 * and for five minutes, and neither signature is good for the other.
 */
import { isForceTraceSigned, signForceTrace, type ForcedRequest } from '../security/index.js';

export const PROFILE_REQUEST_HEADER = 'x-profile-request';

/**
 * The value of `x-profile-request` for one request.
 * @param secret that of `profiling.requestSecret`
 * @param request its path as sent, without the query
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
