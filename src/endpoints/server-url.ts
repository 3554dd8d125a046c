/** Where a person at this machine reaches a server. */
import type { AddressInfo, Server } from 'node:net';
import type { RequestServer } from './request-gate.js';

/** Tells it once the server listens. Returns the end of waiting. */
export function whenListening(server: RequestServer, tell: (url: string) => void): () => void {
  const onListening = (): void => tell(urlOf(server as Server));
  if ((server as Server).listening) onListening();
  else server.once('listening', onListening);
  return () => server.off('listening', onListening);
}

/** Without a path; empty for a server on a Unix socket. */
function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') return '';
  return `${'setSecureContext' in server ? 'https' : 'http'}://${hostOf(address)}:${address.port}`;
}

/** A name that stays the same whichever family of addresses is used. */
function hostOf({ address, family }: AddressInfo): string {
  if (/^(::|::1|0\.0\.0\.0|127\..*)$/.test(address)) return 'localhost';
  return family === 'IPv6' ? `[${address}]` : address;
}
