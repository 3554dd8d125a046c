/** Fails when a dependency does not answer its URL with a 2xx status. (Terminus' own needs @nestjs/axios.) */
import type { HealthCheck } from '../health-check.js';

export interface HttpCheckOptions {
  readonly name: string;
  readonly url: string;
}

export function httpCheck({ name, url }: HttpCheckOptions): HealthCheck {
  const { target, headers } = withoutUserInfo(url);
  return {
    name,
    check: async (signal) => {
      const response = await fetch(target, { headers, signal });
      // Unread bodies would keep their connection.
      await response.body?.cancel();
      const { status: statusCode } = response;
      return response.ok
        ? { [name]: { status: 'up', statusCode } }
        : { [name]: { status: 'down', message: `answered ${statusCode}`, statusCode } };
    },
  };
}

/** `fetch` refuses URLs with a password in them; the header says the same. */
function withoutUserInfo(url: string): { target: URL; headers: Record<string, string> } {
  const target = new URL(url);
  const { username, password } = target;
  if (username === '' && password === '') return { target, headers: {} };
  target.username = target.password = '';
  const userInfo = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { target, headers: { authorization: `Basic ${Buffer.from(userInfo).toString('base64')}` } };
}
