/** What is asked for over HTTP: metrics, health, the console's resources, management. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Cage } from '../cage/cage.js';
import { read, type WayOut } from './way-out.js';

const API = '/observability/api/v1';
const MANAGE = '/observability/manage';
const PROFILE_MS = 200;
const MAX_POLLS = 100;

/** Each is asked once, and with each id of the list that it belongs to. */
const resources = [
  'overview',
  'logs?limit=1000',
  'errors',
  'metrics',
  'health',
  'objectives',
  'ai',
  'journeys',
  'events',
  'application',
  'loggers',
  'profiles',
  'captures',
  'traces?limit=1000',
  'span-groups',
  'recorder',
  'capture-file?format=har',
  'export',
] as const;
/** Of the newest; the export has all. */
const MAX_DETAILS = 40;

export const pages: readonly WayOut[] = [
  {
    name: 'metrics page',
    tellsTexts: false,
    when: 'open',
    gather: (cage) =>
      Promise.all(
        ['text/plain', 'application/openmetrics-text'].map((accept) =>
          read(cage, '/metrics', cage.settings.tokens['metrics token'], { headers: { accept } }),
        ),
      ),
  },
  { name: 'health pages', tellsTexts: true, when: 'closed', gather: ({ healthPages }) => healthPages },
  { name: 'console', tellsTexts: true, when: 'open', gather: readConsole },
  { name: 'management', tellsTexts: true, when: 'open', gather: readManagement },
  { name: 'profiles', tellsTexts: false, when: 'open', gather: readProfiles },
];

async function readConsole(cage: Cage): Promise<Buffer[]> {
  const ask = (path: string): Promise<Buffer> => read(cage, `${API}/${path}`, cage.settings.tokens['console token']);
  const lists = await Promise.all(resources.map(ask));
  const details = [
    ...idsIn(lists, /"traceId":"([0-9a-f]{32})"/g).flatMap((id) => [`trace?id=${id}`, `trace-otlp?id=${id}`]),
    ...idsIn(lists, /"fingerprint":"([^"]+)"/g).map((id) => `error?id=${id}`),
    ...idsIn(lists, /"captureId":"([^"]+)"/g).flatMap((id) => [
      `capture?id=${id}`,
      `capture-file?id=${id}&format=curl`,
    ]),
  ];
  const detailed: Buffer[] = [];
  for (const path of details) detailed.push(await ask(path));
  return [...lists, ...detailed];
}

async function readManagement(cage: Cage): Promise<Buffer[]> {
  const ask = (path: string): Promise<Buffer> => read(cage, path, cage.settings.tokens['management token']);
  const index = JSON.parse((await ask(MANAGE)).toString()) as {
    readonly endpoints: readonly { readonly path: string }[];
  };
  const bodies = await Promise.all(index.endpoints.map(({ path }) => ask(path)));
  const archive = await ask(`${MANAGE}/captures?format=har`);
  const ids = idsIn(bodies, /"id":"([^"]+)"/g);
  const commands: Buffer[] = [];
  for (const id of ids)
    commands.push(await ask(`${MANAGE}/captures?id=${id}&format=curl`), await ask(`${MANAGE}/captures?id=${id}`));
  return [...bodies, archive, ...commands];
}

async function readProfiles(cage: Cage): Promise<Buffer[]> {
  const ask = (path: string, init?: RequestInit): Promise<Buffer> =>
    read(cage, `${MANAGE}/profiles${path}`, cage.settings.tokens['management token'], init);
  const body = JSON.stringify({ action: 'start', kind: 'cpu', durationMs: PROFILE_MS });
  const started = await ask('', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const list = await untilTaken(() => ask(''));
  const [id] = idsIn([list], /"id":"([^"]+)"/g);
  return [
    started,
    list,
    ...(await Promise.all(['v8', 'pprof', 'collapsed'].map((format) => ask(`?id=${id}&format=${format}`)))),
  ];
}

/** @throws Error where it takes a hundred times as long as it was asked for */
async function untilTaken(ask: () => Promise<Buffer>): Promise<Buffer> {
  for (let tries = 0; tries < MAX_POLLS; tries++) {
    const list = await ask();
    if (/"id":"/.test(list.toString())) return list;
    await delay(PROFILE_MS);
  }
  throw new Error('no profile was taken');
}

function idsIn(bodies: readonly Buffer[], pattern: RegExp): string[] {
  const ids = bodies.flatMap((body) => [...body.toString().matchAll(pattern)].map(([, id]) => id!));
  return [...new Set(ids)].slice(0, MAX_DETAILS);
}
