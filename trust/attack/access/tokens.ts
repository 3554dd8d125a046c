/** Guesses at a token: none but the token itself, whole and in its place, opens a door. */
import type { Trial } from '../../harness/trial.js';
import { bearer, expectClosed, expectOpen } from '../attempt.js';
import type { Header, RawRequest } from '../raw/raw-http.js';
import type { Door } from '../shops/doors.js';
import { nextAddress } from './addresses.js';

const TOKENS = 'attack.token';

export async function tryTokens(trial: Trial, doors: readonly Door[]): Promise<void> {
  for (const door of doors) {
    await expectOpen(trial, TOKENS, door, { target: door.path, headers: [bearer(door.token)] });
    for (const request of [...wrongValues(door), ...wrongPlaces(door)]) await guess(trial, door, request);
  }
}

/** As long as there is time: the token with something about it changed. */
export async function guessTokens(trial: Trial, doors: readonly Door[], random: () => number): Promise<void> {
  const door = doors[Math.floor(random() * doors.length)]!;
  await guess(trial, door, { target: door.path, headers: [bearer(changed(door.token, random))] });
}

async function guess(trial: Trial, door: Door, request: RawRequest): Promise<void> {
  await expectClosed(trial, TOKENS, door, { ...request, from: nextAddress() });
}

function wrongValues({ path, token }: Door): readonly RawRequest[] {
  const values = [
    '',
    token.slice(0, -1),
    token.slice(1),
    token[0]!,
    `${token}x`,
    `${token}${token}`,
    token.toUpperCase(),
    token.toLowerCase(),
    encodeURIComponent(token).replaceAll('-', '%2D'),
    Buffer.from(token).toString('base64'),
    `"${token}"`,
    `${token},`,
    `${token}, ${token}`,
    `x ${token}`,
    `${token} x`,
    // Full-width letters, which normalisation would make the same.
    token.replace('t', 'ｔ'),
    `${token}\u200b`,
    'undefined',
    'null',
    '[object Object]',
    'x'.repeat(8_000),
  ];
  return values.map((value) => ({ target: path, headers: [bearer(value)] }));
}

function wrongPlaces({ path, token }: Door): readonly RawRequest[] {
  const headers: readonly (readonly Header[])[] = [
    [['Authorization', token]],
    [['Authorization', `Basic ${token}`]],
    [['Authorization', `Basic ${Buffer.from(`team:${token}`).toString('base64')}`]],
    [['Authorization', `Bearer:${token}`]],
    [['Proxy-Authorization', `Bearer ${token}`]],
    [['X-Api-Key', token]],
    [['X-Authorization', `Bearer ${token}`]],
    [['Cookie', `token=${token}`]],
    [['Cookie', `nestjs-observability=${token}`]],
    [['Referer', `http://127.0.0.1${path}#token=${token}`]],
    [bearer('wrong'), bearer(token)],
  ];
  const targets = ['?token=', '?access_token=', '?authorization=Bearer%20', '#token=', ';token='];
  return [
    ...headers.map((all) => ({ target: path, headers: all })),
    ...targets.map((ending) => ({ target: path + ending + token })),
  ];
}

function changed(token: string, random: () => number): string {
  const at = Math.floor(random() * token.length);
  const other = String.fromCharCode(33 + Math.floor(random() * 93));
  const kinds = [
    () => token.slice(0, at) + token.slice(at + 1),
    () => token.slice(0, at) + other + token.slice(at),
    () => token.slice(0, at) + (token[at] === other ? '~~' : other) + token.slice(at + 1),
    () => token.slice(0, at),
  ];
  return kinds[Math.floor(random() * kinds.length)]!();
}
