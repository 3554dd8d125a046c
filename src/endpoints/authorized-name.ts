/** Who asks, by what a function of the application's owner says. */
import type { AccessRequest } from '../config/index.js';
import type { Diagnostics } from '../kernel/index.js';
import type { EndpointRequest } from './endpoint.js';

export type Authorize = (request: AccessRequest) => string | undefined;

const MAX_NAME_LENGTH = 64;

/** Undefined where it refuses, throws, or is not there. Names go into logs: what is no plain character becomes `_`. */
export function authorizedName(
  authorize: Authorize | undefined,
  { method, path, headers, remoteAddress = 'unknown' }: EndpointRequest,
  { diagnostics, room }: { readonly diagnostics: Diagnostics; readonly room: string },
): string | undefined {
  if (authorize === undefined) return undefined;
  const ask = (): unknown => authorize({ method, path, headers, remoteAddress });
  const name = diagnostics.safely(room, 'authorize', ask, undefined);
  if (typeof name !== 'string' || name === '') return undefined;
  return name.replace(/[^\w .@-]/g, '_').slice(0, MAX_NAME_LENGTH);
}
