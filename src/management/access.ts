/**
 * Who may ask. Where from, under which name and from which page comes first, so that neither a web page that a developer has open
 * (DNS rebinding, cross-site requests) nor a proxy in front reaches what is meant for this machine; then who it is.
 */
import type { ManagementConfig, ManagementRequest } from '../config/index.js';
import type { EndpointRequest } from '../endpoints/index.js';
import type { Diagnostics } from '../kernel/index.js';
import { mayAccess } from '../security/index.js';
import { isForwarded, isLoopback, isOwnOrigin, targetHostOf } from './request-origin.js';
import { ManagementProblem } from './problem.js';

export interface Caller {
  /** Of the token, or what `authorize` says; `anonymous` where nobody has to say. */
  readonly name: string;
  readonly remoteAddress: string;
}

const MAX_NAME_LENGTH = 64;

export class Access {
  private readonly hosts: ReadonlySet<string>;

  constructor(
    private readonly config: ManagementConfig['access'],
    private readonly diagnostics: Diagnostics,
  ) {
    this.hosts = new Set(config.hosts.map((host) => host.toLowerCase()));
  }

  /** @throws ManagementProblem with 401 or 403 */
  admit(request: EndpointRequest): Caller {
    this.checkPlace(request);
    this.checkHost(request);
    if (!isOwnOrigin(request.headers))
      throw denied(403, 'Pages of other origins may not ask', 'ask from the same origin, or without a browser');
    return { name: this.nameOf(request), remoteAddress: request.remoteAddress ?? 'unknown' };
  }

  private checkPlace({ headers, remoteAddress }: EndpointRequest): void {
    if (!this.config.loopbackOnly || (isLoopback(remoteAddress) && !isForwarded(headers))) return;
    const fix = 'ask from this machine, or set management.access.loopbackOnly to false';
    throw denied(403, 'Only this machine may ask, and not through a proxy', fix);
  }

  private checkHost({ headers }: EndpointRequest): void {
    const host = targetHostOf(headers);
    if (host?.isAddress === true || host?.name === 'localhost') return;
    if (host !== undefined && (this.hosts.has(host.name) || this.hosts.has(host.nameAndPort))) return;
    throw denied(
      403,
      'It may not be called under this host name',
      'use an address, or add the name to management.access.hosts',
    );
  }

  private nameOf(request: EndpointRequest): string {
    const { tokens, authorize } = this.config;
    const entries = Object.entries(tokens);
    if (entries.length === 0 && authorize === undefined) return 'anonymous';
    // Each is compared, whichever fits: neither which nor how many there are shows in the time it takes.
    const fitting = entries.map(([owner, token]) =>
      mayAccess(token, request.headers.authorization) ? owner : undefined,
    );
    const name = fitting.find((owner) => owner !== undefined) ?? this.authorizedName(request);
    if (name !== undefined) return name;
    throw denied(401, 'Nobody known asks', 'present one of management.access.tokens, by RFC 6750', {
      'www-authenticate': 'Bearer',
    });
  }

  private authorizedName({ method, path, headers, remoteAddress = 'unknown' }: EndpointRequest): string | undefined {
    const { authorize } = this.config;
    if (authorize === undefined) return undefined;
    const request: ManagementRequest = { method, path, headers, remoteAddress };
    const name: unknown = this.diagnostics.safely('management', 'authorize', () => authorize(request), undefined);
    if (typeof name !== 'string' || name === '') return undefined;
    return name.replace(/[^\w .@-]/g, '_').slice(0, MAX_NAME_LENGTH);
  }
}

function denied(status: number, fact: string, fix: string, headers?: Record<string, string>): ManagementProblem {
  return new ManagementProblem(status, { code: 'OBS_ERR_ACCESS_DENIED', fact, fix }, headers);
}
