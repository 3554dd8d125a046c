/** Which path of ours is answered by which endpoint. The application comes first: what it serves itself, it keeps. */
import { ObservabilityError, type Diagnostics } from '../kernel/index.js';
import type { Endpoint } from './endpoint.js';

interface Entry {
  readonly endpoint: Endpoint;
  /** Other methods than GET and HEAD belong to a route of the application. */
  sharesPath: boolean;
}

export class EndpointTable {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly diagnostics: Diagnostics) {}

  /** @throws ObservabilityError OBS_ERR_ENDPOINT_CONFLICT when another endpoint of ours has the path. */
  register(endpoint: Endpoint): void {
    const path = withoutTrailingSlash(endpoint.path);
    const known = this.entries.get(path);
    if (known !== undefined) throw conflict(path, known.endpoint, endpoint);
    this.entries.set(path, { endpoint, sharesPath: false });
  }

  /**
   * The application serves this path itself. A GET (or ALL) route makes ours go, with one warning; a route of another
   * method shares the path: GET and HEAD stay ours, the rest goes to the application.
   */
  stepAside(path: string, method = 'GET'): void {
    const key = withoutTrailingSlash(path);
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    if (method === 'GET' || method === 'ALL') this.giveUp(key, entry.endpoint);
    else if (method !== 'HEAD') entry.sharesPath = true;
  }

  /** The endpoint that answers this request; `path` is without query. A trailing slash makes no difference. */
  find(path: string, method = 'GET'): Endpoint | undefined {
    const entry = this.entries.get(path) ?? this.findTrimmed(path);
    if (entry === undefined || (entry.sharesPath && method !== 'GET' && method !== 'HEAD')) return undefined;
    return entry.endpoint;
  }

  /** In the order of registration. */
  get endpoints(): readonly Endpoint[] {
    return [...this.entries.values()].map((entry) => entry.endpoint);
  }

  private findTrimmed(path: string): Entry | undefined {
    return path.endsWith('/') ? this.entries.get(withoutTrailingSlash(path)) : undefined;
  }

  private giveUp(path: string, endpoint: Endpoint): void {
    this.entries.delete(path);
    this.diagnostics.warnOnce(
      `endpoint:${path}`,
      `The application serves GET ${path} itself, so ${endpoint.title} is not available there. Give it another path in the options to have both.`,
    );
  }
}

function withoutTrailingSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function conflict(path: string, first: Endpoint, second: Endpoint): ObservabilityError {
  return ObservabilityError.of({
    code: 'OBS_ERR_ENDPOINT_CONFLICT',
    fact: `${first.title} and ${second.title} have the same path`,
    got: path,
    fix: 'give one of them another path in the options',
  });
}
