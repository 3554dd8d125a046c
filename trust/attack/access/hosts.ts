/** DNS rebinding and proxies: whatever name or network a request claims, only this machine under its own name is let in. */
import type { Trial } from '../../harness/trial.js';
import { bearer, changeOf, expectClosed, expectOpen } from '../attempt.js';
import { ask, exchange, shown, answerIn } from '../raw/raw-http.js';
import { isChanged, type Door } from '../shops/doors.js';

const HOSTS = 'attack.host';
const PROXIES = 'attack.proxy';

const FOREIGN = [
  'attacker.example',
  'localhost.attacker.example',
  '127.0.0.1.attacker.example',
  '127.0.0.1.nip.io',
  'attacker.localhost',
  'localhost.',
  'localhost@attacker.example',
  'attacker.example@localhost',
  'localhost#attacker.example',
  'localhost/attacker.example',
  'localhost\\attacker.example',
  'localhost attacker.example',
  'localhost,attacker.example',
  'localhost%00.attacker.example',
  'xn--localhost-.example',
  'ⓛocalhost.example',
  '[::1].attacker.example',
  '[::1',
  '::1::attacker',
  '',
  'a'.repeat(5_000),
] as const;

/** An address is no name that could be pointed here. */
const OWN = ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]', '2130706433', '0x7f.1'] as const;

/** What proxies and tunnels say about whom they ask for. */
const FORWARDING = [
  ['Forwarded', 'for=10.0.0.1'],
  ['X-Forwarded-For', '10.0.0.1'],
  ['X-Forwarded-For', '127.0.0.1'],
  ['X-Forwarded-Host', 'localhost'],
  ['X-Forwarded-Proto', 'https'],
  ['X-Forwarded-Port', '443'],
  ['X-Forwarded-Server', 'edge'],
  ['X-Real-IP', '127.0.0.1'],
  ['X-Client-IP', '127.0.0.1'],
  ['X-Cluster-Client-IP', '127.0.0.1'],
  ['X-Original-Host', 'localhost'],
  ['True-Client-IP', '127.0.0.1'],
  ['CF-Connecting-IP', '127.0.0.1'],
  ['Fastly-Client-IP', '127.0.0.1'],
  ['Via', '1.1 edge'],
] as const;

export async function tryHosts(trial: Trial, doors: readonly Door[]): Promise<void> {
  for (const door of doors.filter(({ change }) => change !== undefined)) {
    const headers = [bearer(door.token)];
    for (const host of OWN)
      await expectOpen(trial, HOSTS, door, { target: door.path, headers: [...headers, ['Host', host]] });
    for (const host of FOREIGN) await askAs(trial, door, host);
    await askWithoutHost(trial, door);
    for (const header of FORWARDING)
      await expectClosed(trial, PROXIES, door, { target: door.path, headers: [...headers, header] });
    trial.expect(HOSTS, !(await isChanged(door)), `${door.name} was changed under a foreign name`, 'see the hosts');
  }
}

async function askAs(trial: Trial, door: Door, host: string): Promise<void> {
  const { port, path, token } = door;
  for (const name of [host, `${host}:${port}`]) {
    await expectClosed(trial, HOSTS, door, { target: path, headers: [['Host', name], bearer(token)] });
    // A page under that name says so, and is of the same origin.
    const asPage = [
      ['Host', name],
      ['Origin', `http://${name}`],
      ['Sec-Fetch-Site', 'same-origin'],
      bearer(token),
    ] as const;
    await expectClosed(trial, HOSTS, door, changeOf(door, asPage));
  }
}

/** Neither an older protocol nor a target in absolute form makes a name unnecessary. */
async function askWithoutHost(trial: Trial, { name, port, path, token }: Door): Promise<void> {
  const old = `GET ${path} HTTP/1.0\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  const { status } = answerIn(await exchange(port, old));
  trial.expect(HOSTS, status === 403 || status === 400, `${name} answered ${status} without a Host`, old);
  const absolute = {
    target: `http://localhost${path}`,
    headers: [['Host', 'attacker.example'], bearer(token)],
  } as const;
  const answer = await ask(port, absolute);
  trial.expect(HOSTS, answer.status !== 200, `${name} believed the target over the Host`, shown(absolute));
}
