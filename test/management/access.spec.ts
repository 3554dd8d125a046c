import type { AccessRequest, ObservabilityOptions } from 'nestjs-observability';
import { closeApplications, platforms } from '../support/application.js';
import { startShop, TOKEN } from './managed-shop.js';

afterEach(closeApplications);

const tokens = { alice: TOKEN };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const authorize = ({ headers }: AccessRequest) => (headers['x-operator'] === 'bob' ? 'bob' : undefined);

/** Who may ask × what there is: status of GET and POST for somebody unknown, and for somebody known. */
const ACCESSES: readonly AccessRow[] = [
  { access: 'anybody on this machine', options: {}, known: {}, stranger: 200 },
  { access: 'a token', options: { tokens }, known: bearer(TOKEN), stranger: 401 },
  { access: 'a function', options: { authorize }, known: { 'x-operator': 'bob' }, stranger: 401 },
  { access: 'a token, from anywhere', options: { tokens, loopbackOnly: false }, known: bearer(TOKEN), stranger: 401 },
  { access: 'a token or a function', options: { tokens, authorize }, known: { 'x-operator': 'bob' }, stranger: 401 },
];
interface AccessRow {
  readonly access: string;
  readonly options: NonNullable<ObservabilityOptions['management']>['access'];
  readonly known: Record<string, string>;
  /** Status for somebody unknown. */
  readonly stranger: number;
}

const EXPOSURES = [
  { exposure: 'everything', options: {}, get: 200, post: 200 },
  { exposure: 'reads', options: { change: [] }, get: 200, post: 405 },
  { exposure: 'changes', options: { read: [] }, get: 405, post: 200 },
  { exposure: 'other reads and changes', options: { read: ['health'], change: ['sampling'] }, get: 404, post: 404 },
  { exposure: 'nothing', options: { read: [], change: [] }, get: 404, post: 404 },
] as const;
const CELLS = ACCESSES.flatMap((access) => EXPOSURES.map((exposure) => ({ access, exposure })));

describe.each(platforms)('Access to management on %s', (platform) => {
  it.each(CELLS)('of $access.access, with $exposure.exposure exposed', async ({ access, exposure }) => {
    const shop = await startShop(platform, { access: access.options, exposure: exposure.options });
    const ask = async (headers: Record<string, string>) => [
      (await shop.manage('/loggers', { headers })).status,
      (await shop.change('/loggers', { level: 'debug' }, headers))[0],
    ];
    const { get, post } = exposure;

    expect(await ask(access.known)).toEqual([get, post]);
    // What is not there says so to everybody; what is there says nothing to a stranger.
    const strangers = access.stranger === 200 ? [get, post] : [get, post].map((status) => (status === 404 ? 404 : 401));
    expect(await ask({ 'x-operator': 'mallory' })).toEqual(strangers);
  });
});
