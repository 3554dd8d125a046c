/** One shop for attempts by who may ask: input that is let in is still hostile. */
import { endpointPaths } from '../access/endpoint-paths.js';
import { bearer } from '../attempt.js';
import { ask, type Header, type RawAnswer, type RawRequest } from '../raw/raw-http.js';
import { API, everything, startShop, type Shop } from '../shops/shop.js';

const TOKEN = 'token-of-the-owner-0123456789';
const OWN_PREFIX = '/observability/';

export interface OwnShop extends Shop {
  /** Of everything behind a door that answers GET, but the stream. */
  readonly closedPaths: readonly string[];
  /** What the owner's requests carry. */
  readonly ownerHeader: Header;
  own(request: RawRequest): Promise<RawAnswer>;
  /** As the console's page sends a change. */
  change(path: string, body: string): Promise<RawAnswer>;
}

export async function startOwnShop(platform: 'express' | 'fastify'): Promise<OwnShop> {
  const shop = await startShop({
    platform,
    observability: { ...everything, console: { enabled: true, access: { token: TOKEN } } },
  });
  const own = (request: RawRequest): Promise<RawAnswer> =>
    ask(shop.port, { ...request, headers: [bearer(TOKEN), ...(request.headers ?? [])] });
  const origin: readonly Header[] = [
    ['Origin', shop.url],
    ['Content-Type', 'application/json'],
  ];
  const change: OwnShop['change'] = (target, body) => own({ method: 'POST', target, headers: origin, body });
  const closed = endpointPaths(shop.app).filter((path) => path.startsWith(OWN_PREFIX));
  const closedPaths = closed.filter((path) => path !== `${API}/live` && !path.includes('/assets/'));
  return { ...shop, closedPaths, ownerHeader: bearer(TOKEN), own, change };
}
