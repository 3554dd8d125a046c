/** Where a plan's routes are: below prefix and version, or asked for by a header. */
import { EXCLUDED, PREFIX, VERSION_HEADER } from '../application/generated-application.js';
import type { ApplicationPlan } from '../plan/application-plan.js';

export interface Address {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** @param path such as `fixed/echo` */
export function addressOf({ hasPrefix, versioning }: ApplicationPlan, path: string, verb = 'GET'): Address {
  const isExcluded = path === EXCLUDED && verb === 'GET';
  const prefix = hasPrefix && !isExcluded ? `/${PREFIX}` : '';
  const version = versioning === 'uri' ? '/v1' : '';
  return { path: `${prefix}${version}/${path}`, headers: versionHeaders(versioning) };
}

function versionHeaders(versioning: ApplicationPlan['versioning']): Record<string, string> {
  if (versioning === 'header' || versioning === 'custom') return { [VERSION_HEADER]: '1' };
  return versioning === 'media-type' ? { Accept: 'application/json;v=1' } : {};
}
