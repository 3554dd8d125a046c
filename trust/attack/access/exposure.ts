/** What answers where nobody has said anything: every path that the module may have, asked in every environment. */
import type { Trial } from '../../harness/trial.js';
import { allOf } from '../raw/all-of.js';
import { ask, shown, type Header, type RawAnswer } from '../raw/raw-http.js';
import { platforms, type Platform } from '../../../test/support/application.js';
import { API, CONSOLE, everything, MANAGEMENT, startShop, type Shop } from '../shops/shop.js';
import { endpointPaths } from './endpoint-paths.js';

const EXPOSURE = 'attack.exposure';
const OPEN: ReadonlySet<string> = new Set(['/metrics', '/health', '/health/live', '/health/ready', '/health/startup']);
const LINK = `${API}/link`;

type Environment = 'development' | 'test' | 'production';

export async function tryExposure(trial: Trial): Promise<void> {
  const all = await startShop({ observability: everything });
  const paths = endpointPaths(all.app);
  await all.close();
  trial.expect(EXPOSURE, paths.length > 40, `only ${paths.length} paths are known`, 'endpointPaths');
  for (const platform of platforms)
    for (const environment of ['development', 'test', 'production'] as const)
      await tryEnvironment(trial, platform, environment, paths);
}

async function tryEnvironment(
  trial: Trial,
  platform: Platform,
  environment: Environment,
  paths: readonly string[],
): Promise<void> {
  const options = environment === 'development' ? everything : {};
  const shop = await startShop({ platform, observability: { ...options, environment } });
  const name = `${platform} in ${environment}`;
  await allOf(paths.map((path) => () => tryPath(trial, name, shop, path, expectedOf(environment, path))));
  if (environment === 'development') await tryElsewhere(trial, name, shop, paths);
  else await trySilence(trial, name, shop);
  await shop.close();
}

/** To who is on this machine and has shown nothing. */
function expectedOf(environment: Environment, path: string): number {
  if (OPEN.has(path)) return 200;
  if (environment !== 'development') return 404;
  if (path === LINK) return 405;
  return path.startsWith(API) ? 401 : 200;
}

async function tryPath(trial: Trial, name: string, shop: Shop, path: string, expected: number): Promise<void> {
  const { status } = await ask(shop.port, { target: path, isHeadEnough: true });
  // A page that has not been built says so.
  const isHeld = status === expected || (status === 503 && isPage(path));
  trial.expect(EXPOSURE, isHeld, `${name}: ${path} answered ${status}, not ${expected}`, `GET ${path}`);
}

function isPage(path: string): boolean {
  return path.startsWith(CONSOLE) && !path.startsWith(API) && !path.startsWith(MANAGEMENT);
}

/** Under another name and through a proxy nothing of it answers, and what is open says no more. */
async function tryElsewhere(trial: Trial, name: string, shop: Shop, paths: readonly string[]): Promise<void> {
  const strangers: readonly Header[] = [
    ['Host', 'shop.example'],
    ['X-Forwarded-For', '10.0.0.1'],
  ];
  const closed = paths.filter((path) => !OPEN.has(path));
  const requests = closed.flatMap((target) =>
    strangers.map((header) => ({ target, headers: [header], isHeadEnough: true })),
  );
  await allOf(
    requests.map((request) => async () => {
      const { status } = await ask(shop.port, request);
      const fact = `${name}: ${request.target} answered ${status} elsewhere`;
      trial.expect(EXPOSURE, status === 403, fact, shown(request));
    }),
  );
}

/** What is off is a path like any other: nobody can tell that the module is there. */
async function trySilence(trial: Trial, name: string, shop: Shop): Promise<void> {
  const unknown = await ask(shop.port, { target: '/no-such-page' });
  for (const path of [CONSOLE, `${API}/session`, MANAGEMENT, `${MANAGEMENT}/config`]) {
    const answer = await ask(shop.port, { target: path });
    const isAlike = factsOf(answer, path) === factsOf(unknown, '/no-such-page');
    trial.expect(EXPOSURE, isAlike, `${name}: ${path} is another 404 than any`, `GET ${path}`);
  }
}

function factsOf({ status, headers, body }: RawAnswer, path: string): string {
  const names = [...headers.keys()].toSorted().join();
  return [status, names, body.replaceAll(path, '…')].join('\n');
}
