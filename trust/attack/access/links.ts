/** One-time links: each opens one session, whoever is quicker, and only the newest are good. */
import type { Trial } from '../../harness/trial.js';
import { ask } from '../raw/raw-http.js';
import { API, startShop, type Shop } from '../shops/shop.js';
import { nextAddress } from './addresses.js';
import { signIn } from './enter.js';

const LINKS = 'attack.link';
const RIVALS = 8;
const MINUTE_MS = 60_000;
/** Of those that are good at once. */
const MAX_OPEN = 3;

export async function tryLinks(trial: Trial): Promise<void> {
  const shop = await startShop();
  await tryRace(trial, shop);
  await tryOldLinks(trial, shop);
  await tryWrongForms(trial, shop);
  await shop.close();
}

async function tryRace(trial: Trial, shop: Shop): Promise<void> {
  const token = shop.linkToken();
  const attempts = Array.from({ length: RIVALS }, () => signInWith(shop, token));
  const winners = (await Promise.all(attempts)).filter(Boolean);
  trial.expect(LINKS, winners.length === 1, `${winners.length} sessions came of one link`, `${RIVALS} rivals`);
  trial.expect(LINKS, !(await signInWith(shop, token)), 'a link was good twice', 'sign in again');
}

async function tryOldLinks(trial: Trial, shop: Shop): Promise<void> {
  const tokens: string[] = [];
  for (let count = 0; count < MAX_OPEN + 2; count++) tokens.push(await anotherLink(shop));
  const isUnique = new Set(tokens).size === tokens.length;
  trial.expect(LINKS, isUnique, 'links repeat their tokens', `${tokens.length} links`);
  for (const token of tokens.slice(0, -MAX_OPEN))
    trial.expect(LINKS, !(await signInWith(shop, token)), 'an old link was good', 'ask for three more');
  trial.expect(LINKS, await signInWith(shop, tokens.at(-1)!), 'the newest link was no good', 'sign in with it');
}

/** What JSON makes of a token that is no text, and parts of one that is. */
async function tryWrongForms(trial: Trial, shop: Shop): Promise<void> {
  const token = await anotherLink(shop);
  const values: unknown[] = [
    [token],
    { toString: token },
    { token },
    true,
    null,
    0,
    '',
    ` ${token}`,
    `${token} `,
    `${token}\u0000`,
    token.slice(0, -1),
    token.toUpperCase(),
    'x'.repeat(10_000),
  ];
  for (const value of values) await tryForm(trial, shop, JSON.stringify({ token: value }));
  for (const body of [`{"token":"x","__proto__":{"token":"${token}"}}`, `[{"token":"${token}"}]`, `"${token}"`])
    await tryForm(trial, shop, body);
  const { status } = await ask(shop.port, { target: `${API}/session?token=${token}` });
  trial.expect(LINKS, status === 401, `a token in the address was good: ${status}`, 'GET session?token=');
}

async function tryForm(trial: Trial, shop: Shop, body: string): Promise<void> {
  const isIn = (await signIn(shop.port, body, nextAddress())) !== '';
  trial.expect(LINKS, !isIn, 'a session came of what is no token', body.slice(0, 200));
}

async function signInWith(shop: Shop, token: string): Promise<boolean> {
  return (await signIn(shop.port, JSON.stringify({ token }), nextAddress())) !== '';
}

async function anotherLink(shop: Shop): Promise<string> {
  shop.clock.advance(MINUTE_MS);
  await ask(shop.port, {
    method: 'POST',
    target: `${API}/link`,
    headers: [
      ['Origin', `http://127.0.0.1:${shop.port}`],
      ['Content-Type', 'application/json'],
    ],
    body: '{}',
  });
  return shop.linkToken();
}
