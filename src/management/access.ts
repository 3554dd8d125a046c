/** Who may ask: where from, under which name and from which page comes first; then who it is. */
import type { ManagementConfig } from '../config/index.js';
import { authorizedName, denied, RequestPlace, type EndpointRequest } from '../endpoints/index.js';
import type { Diagnostics } from '../kernel/index.js';
import { mayAccess } from '../security/index.js';

export interface Caller {
  /** Of the token, or what `authorize` says; `anonymous` where nobody has to say. */
  readonly name: string;
  readonly remoteAddress: string;
}

export class Access {
  private readonly place: RequestPlace;

  constructor(
    private readonly config: ManagementConfig['access'],
    private readonly diagnostics: Diagnostics,
  ) {
    this.place = new RequestPlace('management.access', config);
  }

  /** @throws ApiProblem with 401 or 403 */
  admit(request: EndpointRequest): Caller {
    this.place.check(request);
    this.place.checkPage(request);
    return { name: this.nameOf(request), remoteAddress: request.remoteAddress ?? 'unknown' };
  }

  private nameOf(request: EndpointRequest): string {
    const { tokens, authorize } = this.config;
    const entries = Object.entries(tokens);
    if (entries.length === 0 && authorize === undefined) return 'anonymous';
    // Each is compared, whichever fits: neither which nor how many there are shows in the time it takes.
    const fitting = entries.map(([owner, token]) =>
      mayAccess(token, request.headers.authorization) ? owner : undefined,
    );
    const { diagnostics } = this;
    const name =
      fitting.find((owner) => owner !== undefined) ??
      authorizedName(authorize, request, { diagnostics, room: 'management' });
    if (name !== undefined) return name;
    throw denied(401, 'Nobody known asks', 'present one of management.access.tokens, by RFC 6750', {
      'www-authenticate': 'Bearer',
    });
  }
}
