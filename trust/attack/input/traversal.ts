/** Files that are none of ours: neither a path nor an id of what is kept leads out of what we serve. */
import type { Trial } from '../../harness/trial.js';
import { shown } from '../raw/raw-http.js';
import { API, CONSOLE, MANAGEMENT } from '../shops/shop.js';
import type { OwnShop } from './own-shop.js';

const TRAVERSAL = 'attack.traversal';
/** What stands in files that are worth reading. */
const CONTENT = [/^root:/m, /"name": "nestjs-observability"/, /BEGIN [A-Z ]*PRIVATE KEY/, /require\("/];

const UP = ['..', '%2e%2e', '%252e%252e', '.%2e', '..%00', '....', '..;', '%c0%ae%c0%ae', '%uff0e%uff0e', '．．'];
const SLASHES = ['/', '%2f', '%252f', '\\', '%5c', '//', '%c0%af'];
const FILES = ['package.json', 'etc/passwd', 'manifest.json', 'console.js'];
const BASES = [`${CONSOLE}/assets/`, `${CONSOLE}/`, `${API}/`, `${MANAGEMENT}/`, '/metrics/', '/health/'];
const ROOTS = ['/etc/passwd', 'C:\\Windows\\win.ini', 'file:///etc/passwd', '/proc/self/environ', '\\\\host\\share'];
const BY_ID = ['profile-file', 'profile', 'capture-file', 'capture', 'trace', 'trace-otlp', 'error', 'page'];

export async function tryTraversal(trial: Trial, shop: OwnShop): Promise<void> {
  for (const base of BASES)
    for (const up of UP)
      for (const slash of SLASHES) {
        const file = FILES[(up.length + slash.length) % FILES.length]!;
        await tryTarget(trial, shop, base + `${up}${slash}`.repeat(6) + file);
      }
  for (const name of BY_ID)
    for (const root of [...ROOTS, '../../../../etc/passwd', '..%00/x', 'x'.repeat(6_000)])
      await tryTarget(trial, shop, `${API}/${name}?id=${encodeURIComponent(root)}&format=har`);
}

async function tryTarget(trial: Trial, shop: OwnShop, target: string): Promise<void> {
  const answer = await shop.own({ target });
  const leak = CONTENT.find((pattern) => pattern.test(answer.body));
  const isHeld = leak === undefined && answer.status < 500;
  trial.expect(TRAVERSAL, isHeld, `answered ${answer.status}, with ${String(leak)}`, shown({ target }));
}
