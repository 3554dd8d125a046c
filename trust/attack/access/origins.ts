/** Pages of other origins: they change nothing, read nothing, and no answer of ours opens CORS for them. */
import type { Trial } from '../../harness/trial.js';
import { changeOf, expectClosed, expectOpen } from '../attempt.js';
import { ask, shown, type Header, type RawRequest } from '../raw/raw-http.js';
import { isChanged, type Door } from '../shops/doors.js';
import { API } from '../shops/shop.js';
import { enter } from './enter.js';

const ORIGINS = 'attack.origin';
const CORS = 'attack.cors';

export async function tryOrigins(trial: Trial, doors: readonly Door[]): Promise<void> {
  for (const door of doors.filter(({ change }) => change?.path.startsWith(API))) {
    const cookie: Header = ['Cookie', await enter(door)];
    await expectOpen(trial, ORIGINS, door, { target: door.path, headers: [cookie] });
    for (const headers of foreignPages(door.port)) {
      await expectClosed(trial, ORIGINS, door, { target: door.path, headers: [...headers, cookie] });
      await expectClosed(trial, ORIGINS, door, {
        target: `${API}/live`,
        headers: [...headers, cookie],
        isHeadEnough: true,
      });
      await expectClosed(trial, ORIGINS, door, changeOf(door, [...headers, cookie]));
      await tryCors(trial, door, headers, cookie);
    }
    for (const request of simpleRequests(door, cookie)) await expectClosed(trial, ORIGINS, door, request);
    await tryUpgrade(trial, door, cookie);
    trial.expect(ORIGINS, !(await isChanged(door)), `${door.name} was changed by a foreign page`, 'see the origins');
  }
}

function foreignPages(port: number): readonly (readonly Header[])[] {
  const origins = [
    'null',
    'https://attacker.example',
    `http://127.0.0.1:${port}.attacker.example`,
    `http://attacker.example#127.0.0.1:${port}`,
    `http://attacker.example/127.0.0.1:${port}`,
    `http://127.0.0.1:${port}@attacker.example`,
    `http://127.0.0.1:${port + 1}`,
    'http://127.0.0.1',
    `http://localhost:${port}`,
    `http://[::1]:${port}`,
    'file://',
    'chrome-extension://abcdefghijklmnop',
    '',
    `http://127.0.0.1:${port}, https://attacker.example`,
    'x'.repeat(4_000),
  ];
  const sites = ['cross-site', 'same-site', 'nonsense'];
  return [
    ...origins.map((origin) => [['Origin', origin]] as const),
    ...sites.map(
      (site) =>
        [
          ['Origin', `http://127.0.0.1:${port}`],
          ['Sec-Fetch-Site', site],
        ] as const,
    ),
  ];
}

/** What a form, or a page that was not asked before, can send; with the right origin missing or the right type. */
function simpleRequests(door: Door, cookie: Header): readonly RawRequest[] {
  const types = [
    'text/plain',
    'text/plain; application/json',
    'text/plain;charset=application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json-patch+json',
    '',
  ];
  const { headers = [], ...bare } = changeOf(door, [cookie]);
  const withoutOrigin = { ...bare, headers: headers.filter(([name]) => name !== 'Origin') };
  const overridden = ['X-HTTP-Method-Override', 'X-Method-Override', 'X-HTTP-Method'].map(
    (name) => [name, 'POST'] as const,
  );
  return [
    withoutOrigin,
    ...types.map((type) => changeOf(door, [cookie, ['Content-Type', type]])),
    ...overridden.map((header) => ({ ...withoutOrigin, method: 'PUT', headers: [...withoutOrigin.headers, header] })),
    { ...withoutOrigin, method: 'PATCH', target: `${bare.target}?_method=POST` },
  ];
}

/** The application of these doors lets every origin in; our answers must not. */
async function tryCors(trial: Trial, door: Door, headers: readonly Header[], cookie: Header): Promise<void> {
  const preflight: readonly Header[] = [
    ['Access-Control-Request-Method', 'POST'],
    ['Access-Control-Request-Headers', 'content-type'],
  ];
  const requests: readonly RawRequest[] = [
    { target: door.path, headers: [...headers, cookie] },
    { method: 'OPTIONS', target: door.path, headers: [...headers, ...preflight] },
    { method: 'OPTIONS', target: door.change!.path, headers: [...headers, ...preflight, cookie] },
    { target: '/metrics', headers },
    { target: '/health', headers },
  ];
  for (const request of requests) {
    const answer = await ask(door.port, request);
    const opened = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));
    trial.expect(CORS, opened.length === 0, `${door.name} sent ${opened.join()}`, shown(request));
  }
}

async function tryUpgrade(trial: Trial, door: Door, cookie: Header): Promise<void> {
  const upgrade: readonly Header[] = [
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
    ['Sec-WebSocket-Version', '13'],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ['Origin', 'https://attacker.example'],
    cookie,
  ];
  const request = { target: `${API}/live`, headers: upgrade, isHeadEnough: true };
  const { status } = await ask(door.port, request);
  trial.expect(ORIGINS, status !== 101 && status !== 200, `${door.name} upgraded: ${status}`, shown(request));
}
