/** What every attempt at a door has in common: nobody is let in, and an answer tells nothing but that. */
import type { Trial } from '../harness/trial.js';
import { ask, shown, type RawAnswer, type RawRequest } from './raw/raw-http.js';
import type { Door } from './shops/doors.js';

export async function expectClosed(
  trial: Trial,
  attackClass: string,
  { name, port }: Pick<Door, 'name' | 'port'>,
  request: RawRequest,
): Promise<RawAnswer> {
  const answer = await ask(port, request);
  const isClosed = !isLetIn(answer) && answer.status < 500;
  trial.expect(attackClass, isClosed, `${name} answered ${answer.status}`, shown(request));
  return answer;
}

/** Without it, a door that is closed to everybody would look safe. */
export async function expectOpen(trial: Trial, attackClass: string, door: Door, request: RawRequest): Promise<void> {
  const answer = await ask(door.port, request);
  const fact = `${door.name} answered ${answer.status} to who may ask`;
  trial.expect(attackClass, isLetIn(answer), fact, shown(request));
}

export function isLetIn({ status }: RawAnswer): boolean {
  return status >= 200 && status < 400;
}

export function bearer(token: string): readonly [string, string] {
  return ['Authorization', `Bearer ${token}`];
}

/** A change as the console's own page sends it, but for what the attempt adds. */
export function changeOf({ change, port }: Door, headers: RawRequest['headers'] = []): RawRequest {
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const own = [
    ['Content-Type', 'application/json'],
    ['Origin', `http://127.0.0.1:${port}`],
  ] as const;
  return {
    method: 'POST',
    target: change!.path,
    headers: [...own.filter(([name]) => !names.has(name.toLowerCase())), ...headers],
    body: JSON.stringify(change!.body),
  };
}
