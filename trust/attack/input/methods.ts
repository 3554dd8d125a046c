/** Methods: what is read by GET is read by nothing else, and nobody says one method and means another. */
import type { Trial } from '../../harness/trial.js';
import { bearer, isLetIn } from '../attempt.js';
import { ask, shown, type Header } from '../raw/raw-http.js';
import type { Door } from '../shops/doors.js';

const METHODS = 'attack.method';
const OTHERS = ['TRACE', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'REPORT', 'SEARCH', 'LINK', 'get', 'QUERY'];
const OVERRIDES: readonly Header[] = [
  ['X-HTTP-Method-Override', 'GET'],
  ['X-Method-Override', 'GET'],
  ['X-HTTP-Method', 'GET'],
];
const CANARY = 'canary-of-trace';

export async function tryMethods(trial: Trial, doors: readonly Door[]): Promise<void> {
  for (const door of doors) {
    for (const method of OTHERS) await tryMethod(trial, door, method);
    await tryHead(trial, door);
    await tryOptions(trial, door);
  }
}

async function tryMethod(trial: Trial, { name, port, path, token }: Door, method: string): Promise<void> {
  for (const headers of [[], ...OVERRIDES.map((override) => [override])]) {
    const request = { method, target: path, headers: [bearer(token), ['X-Canary', CANARY], ...headers] as const };
    const answer = await ask(port, request);
    const isHeld = !isLetIn(answer) && answer.status < 500 && !answer.body.includes(CANARY);
    trial.expect(METHODS, isHeld, `${name} answered ${answer.status}`, shown(request));
  }
}

/** The head of the GET, and no byte of its body. */
async function tryHead(trial: Trial, { name, port, path, token }: Door): Promise<void> {
  const request = { method: 'HEAD', target: path, headers: [bearer(token)] };
  const answer = await ask(port, request);
  const isHeld = answer.status === 200 && answer.body === '';
  trial.expect(
    METHODS,
    isHeld,
    `${name} answered ${answer.status} with ${answer.body.length} characters`,
    shown(request),
  );
  const stranger = await ask(port, { method: 'HEAD', target: path });
  trial.expect(METHODS, stranger.status === 401, `${name} answered ${stranger.status} to a stranger's HEAD`, path);
}

async function tryOptions(trial: Trial, { name, port, path }: Door): Promise<void> {
  const { status } = await ask(port, { method: 'OPTIONS', target: path });
  const isHeld = status === 401 || status === 403 || status === 405;
  trial.expect(METHODS, isHeld, `${name} answered ${status} to a stranger's OPTIONS`, path);
}
