/** A session of the console, as its own page begins one. */
import { ask } from '../raw/raw-http.js';
import type { Door } from '../shops/doors.js';
import { API } from '../shops/shop.js';

/** @returns what a browser sends as `Cookie`; empty where nobody was let in */
export async function enter({ port, token }: Pick<Door, 'port' | 'token'>): Promise<string> {
  return cookieIn(await signIn(port, JSON.stringify({ token })));
}

/** The attributes included. */
export async function signIn(port: number, body: string, from?: string): Promise<string> {
  const answer = await ask(port, {
    method: 'POST',
    target: `${API}/session`,
    headers: [
      ['Origin', `http://127.0.0.1:${port}`],
      ['Content-Type', 'application/json'],
    ],
    body,
    ...(from !== undefined && { from }),
  });
  return answer.headers.get('set-cookie') ?? '';
}

export function cookieIn(setCookie: string): string {
  return setCookie.split(';')[0]!;
}
