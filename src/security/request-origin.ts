/** Where a request comes from and whom it thinks it asks, by what only its network and its browser can say. */
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

export interface TargetHost {
  /** In lower case, without port. */
  readonly name: string;
  readonly nameAndPort: string;
  /** An address cannot be pointed elsewhere, as a name can. */
  readonly isAddress: boolean;
}

/** What proxies, tunnels and content networks add; each has habits of its own. */
const FORWARDING =
  /^(?:forwarded|via|x-forwarded(?:-.*)?|x-original-(?:host|forwarded-for)|x-real-ip|(?:x-client|x-cluster-client|true-client|cf-connecting|fastly-client)-ip|x-envoy-external-address)$/;

/** A proxy on this machine lets the whole network look like it. */
export function isForwarded(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some((name) => FORWARDING.test(name));
}

export function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./i.test(address ?? '');
}

/** Undefined where there is none, or none that can be read. */
export function targetHostOf(headers: IncomingHttpHeaders): TargetHost | undefined {
  const host = headers.host ?? headers[':authority'];
  if (typeof host !== 'string' || !/^[\w.:[\]-]+$/.test(host) || !URL.canParse(`http://${host}`)) return undefined;
  const { hostname, host: nameAndPort } = new URL(`http://${host}`);
  return { name: hostname, nameAndPort, isAddress: isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 };
}

/** Browsers say which page asks; everything else says nothing. */
export function isOwnOrigin(headers: IncomingHttpHeaders): boolean {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === targetHostOf(headers)?.nameAndPort;
}
