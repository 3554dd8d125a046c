/**
 * Where a request comes from, under which name it asks, and from which page: decided before anybody is asked who they are, so that
 * neither a web page that a developer has open (DNS rebinding, cross-site requests) nor a proxy in front reaches what is meant for
 * this machine.
 */
import { isForwarded, isLoopback, isOwnOrigin, targetHostOf } from '../security/index.js';
import { denied } from './api-problem.js';
import type { EndpointRequest } from './endpoint.js';

export interface RequestPlaceOptions {
  readonly loopbackOnly: boolean;
  /** Beside addresses and `localhost`; with or without port. */
  readonly hosts: readonly string[];
}

export class RequestPlace {
  private readonly hosts: ReadonlySet<string>;

  /** @param section of the options that these are, such as `management.access` */
  constructor(
    private readonly section: string,
    private readonly options: RequestPlaceOptions,
  ) {
    this.hosts = new Set(options.hosts.map((host) => host.toLowerCase()));
  }

  /** @throws ApiProblem with 403 */
  check({ headers, remoteAddress }: Pick<EndpointRequest, 'headers' | 'remoteAddress'>): void {
    if (this.options.loopbackOnly && (!isLoopback(remoteAddress) || isForwarded(headers))) throw this.elsewhere();
    if (!this.isOwnName(headers)) throw this.otherName();
  }

  /** @throws ApiProblem with 403 */
  checkPage({ headers }: Pick<EndpointRequest, 'headers'>): void {
    if (isOwnOrigin(headers)) return;
    throw denied(403, 'Pages of other origins may not ask', 'ask from the same origin, or without a browser');
  }

  private isOwnName(headers: EndpointRequest['headers']): boolean {
    const host = targetHostOf(headers);
    if (host === undefined) return false;
    return host.isAddress || host.name === 'localhost' || this.hosts.has(host.name) || this.hosts.has(host.nameAndPort);
  }

  private elsewhere(): Error {
    const fix = `ask from this machine, or set ${this.section}.loopbackOnly to false`;
    return denied(403, 'Only this machine may ask, and not through a proxy', fix);
  }

  private otherName(): Error {
    const fix = `use an address, or add the name to ${this.section}.hosts`;
    return denied(403, 'It may not be called under this host name', fix);
  }
}
