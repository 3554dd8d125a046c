/** Where something comes out. */
import type { Cage } from '../cage/cage.js';

export interface WayOut {
  readonly name: string;
  /** Texts of the application come out there, so that witnesses have to; elsewhere numbers and names only. */
  readonly tellsTexts: boolean;
  /** All that came out so far, while the cage is open; or once it is closed. */
  readonly when: 'open' | 'closed';
  gather(cage: Cage): Promise<readonly Buffer[]> | readonly Buffer[];
}

/** The body, whatever the status. */
export async function read(cage: Cage, path: string, token: string, init: RequestInit = {}): Promise<Buffer> {
  const headers = { authorization: `Bearer ${token}`, ...(init.headers as object | undefined) };
  return Buffer.from(await (await fetch(cage.url + path, { ...init, headers })).arrayBuffer());
}
