/** Guessing at length: after ten wrong tokens an address hears no more, whatever it says about itself. */
import type { Trial } from '../../harness/trial.js';
import { bearer } from '../attempt.js';
import { ask, type Header } from '../raw/raw-http.js';
import { API, startShop, type Shop } from '../shops/shop.js';
import { signIn } from './enter.js';

const ATTEMPTS = 'attack.attempts';
const TOKEN = 'token-that-is-guessed-at-0123456789';
const MAX_WRONG = 10;

export async function tryAttempts(trial: Trial): Promise<void> {
  const console = { enabled: true, access: { token: TOKEN, loopbackOnly: false } };
  await tryDoor(trial, 'header', await startShop({ observability: { console } }), (shop, token, number) =>
    presented(shop, token, number),
  );
  await tryDoor(trial, 'session', await startShop({ observability: { console } }), async ({ port }, token) =>
    (await signIn(port, JSON.stringify({ token }))) === '' ? 401 : 200,
  );
}

type Present = (shop: Shop, token: string, number: number) => Promise<number>;

async function tryDoor(trial: Trial, name: string, shop: Shop, present: Present): Promise<void> {
  for (let number = 0; number < MAX_WRONG; number++) {
    const status = await present(shop, `wrong-token-0123456789-${number}`, number);
    trial.expect(ATTEMPTS, status === 401, `a wrong token by ${name} gave ${status}`, `attempt ${number}`);
  }
  const status = await present(shop, TOKEN, MAX_WRONG);
  trial.expect(
    ATTEMPTS,
    status !== 200,
    `guessing by ${name} went on`,
    `the right token after ${MAX_WRONG} wrong ones`,
  );
  await shop.close();
}

/** Each as if from somebody else. */
async function presented({ port }: Shop, token: string, number: number): Promise<number> {
  const claims: readonly Header[] = [
    ['X-Forwarded-For', `10.0.0.${number}`],
    ['Forwarded', `for=10.0.0.${number}`],
    ['X-Real-IP', `10.0.0.${number}`],
  ];
  return (await ask(port, { target: `${API}/logs`, headers: [bearer(token), ...claims] })).status;
}
