/** Loads a package that an application installs only if it uses the feature. */
import { ObservabilityError } from '../kernel/index.js';

/**
 * The package's exports.
 * @param feature what it is needed for, as the beginning of a sentence: `A YAML configuration file`
 * @throws ObservabilityError `OBS_ERR_PEER_MISSING` with the install command; what the package itself throws passes through
 */
export function requirePeer<T>(name: string, feature: string): T {
  try {
    return require(name) as T;
  } catch (error) {
    throw isMissing(name, error) ? peerMissing(name, feature) : error;
  }
}

/** Whether anything in this process has loaded the package. When that cannot be told, what is installed counts. */
export function mayBeLoaded(name: string): boolean {
  // What came by `import` need not be in this cache: it tells all about programs of CommonJS only.
  if (require.main === undefined || require.cache === undefined) return true;
  try {
    return require.resolve(name) in require.cache;
  } catch {
    return false;
  }
}

/** Its own message names the package; a package that lacks a dependency of its own names another. */
function isMissing(name: string, error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === 'MODULE_NOT_FOUND' && String(message).includes(`'${name}'`);
}

function peerMissing(name: string, feature: string): ObservabilityError {
  return ObservabilityError.of({
    code: 'OBS_ERR_PEER_MISSING',
    fact: `${feature} needs the package ${name}, which is not installed`,
    fix: `npm install ${packageOf(name)}`,
  });
}

/** `@scope/name/part` → `@scope/name`. */
function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}
