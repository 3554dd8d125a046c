/** Cookies of the console: forged, changed, fixed, outlived, taken from another application. */
import type { Trial } from '../../harness/trial.js';
import { expectClosed } from '../attempt.js';
import { ask } from '../raw/raw-http.js';
import { API, startShop, type Shop } from '../shops/shop.js';
import { cookieIn, enter, signIn } from './enter.js';

const SESSIONS = 'attack.session';
const WANTED = ['HttpOnly', 'SameSite=Strict', 'Path=/observability', 'Max-Age=43200'];
const LIFETIME_MS = 43_200_000;

export async function trySessions(trial: Trial): Promise<void> {
  const [shop, other] = await Promise.all([startNamed('first'), startNamed('second')]);
  const setCookie = await signIn(shop.port, JSON.stringify({ token: tokenOf('first') }));
  const missing = WANTED.filter((attribute) => !setCookie.split('; ').includes(attribute));
  trial.expect(SESSIONS, missing.length === 0, `the cookie lacks ${missing.join()}`, setCookie.replace(/=[^;]*/, '=…'));
  const cookie = cookieIn(setCookie);
  trial.expect(SESSIONS, (await statusWith(shop, cookie)) === 200, 'a session is let in', 'the cookie as it was given');
  for (const forged of [...forgeriesOf(cookie), await foreign(cookie, other)]) await tryCookie(trial, shop, forged);
  await tryFixation(trial, shop, cookie);
  await tryOutlived(trial, shop, cookie);
  await Promise.all([shop.close(), other.close()]);
}

function tokenOf(name: string): string {
  return `token-of-the-${name}-application-0123456789`;
}

function startNamed(name: string): Promise<Shop> {
  return startShop({ observability: { console: { enabled: true, access: { token: tokenOf(name) } } } });
}

function forgeriesOf(cookie: string): readonly string[] {
  const [name = '', value = ''] = cookie.split(/=(.*)/s);
  const [id = '', end = '', signature = ''] = value.split('.');
  const values = [
    `${id}.${end}`,
    `${id}.${end}.`,
    `${id}.${Number(end) + 1}.${signature}`,
    `${id}.999999999999.${signature}`,
    `x${id}.${end}.${signature}`,
    `${id}.${end}.${signature.slice(0, -1)}`,
    `${id}.${end}.${signature}x`,
    `${id}.${end}.${signature.toUpperCase()}`,
    `.${end}.${signature}`,
    `${signature}.${end}.${id}`,
    `${id}.${end}.${signature}.${signature}`,
    `${id}%2E${end}.${signature}`,
    '..',
    '__proto__',
    'x'.repeat(8_000),
  ];
  return [...values.map((one) => `${name}=${one}`), `nestjs-observability=${value}`, `${name.toUpperCase()}=${value}`];
}

/** The other application's session under this one's name: browsers do not keep ports of one host apart. */
async function foreign(cookie: string, other: Shop): Promise<string> {
  const theirs = await enter({ port: other.port, token: tokenOf('second') });
  return `${cookie.split('=')[0]}=${theirs.split(/=(.*)/s)[1]}`;
}

async function tryCookie(trial: Trial, { port }: Shop, cookie: string): Promise<void> {
  await expectClosed(
    trial,
    SESSIONS,
    { name: 'the console', port },
    { target: `${API}/logs`, headers: [['Cookie', cookie]] },
  );
}

/** Who signs in gets a session that nobody could know before. */
async function tryFixation(trial: Trial, shop: Shop, cookie: string): Promise<void> {
  const again = await enter({ port: shop.port, token: tokenOf('first') });
  trial.expect(SESSIONS, again !== cookie && again !== '', 'two sessions are the same', 'sign in twice');
}

async function tryOutlived(trial: Trial, shop: Shop, cookie: string): Promise<void> {
  shop.clock.advance(LIFETIME_MS);
  trial.expect(SESSIONS, (await statusWith(shop, cookie)) === 401, 'a session outlived its time', 'twelve hours later');
}

async function statusWith({ port }: Shop, cookie: string): Promise<number> {
  return (await ask(port, { target: `${API}/logs`, headers: [['Cookie', cookie]] })).status;
}
