/** Profiles by the console: begun, listed, looked at, downloaded and removed, on any platform. */
import type { ObservabilityOptions } from 'nestjs-observability';
import type { ProfileAnswer, ProfilesAnswer } from '../../src/console/shapes/index.js';
import type { V8CpuProfile } from '../../src/profiling/v8-profile.js';
import { renewBurners, shop } from '../profiling/busy-shop.js';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { ConsoleReader, HEADERS, until, withConsole } from './console-reader.js';

let application: RunningApplication;
let reader: ConsoleReader;

const PROFILES = '/observability/api/v1/profiles';

async function start(options: ObservabilityOptions = {}, platform = platforms[0]!): Promise<void> {
  const observability = withConsole({ profiling: { enabled: true }, ...options });
  application = await startApplication({ ...shop, platform, observability });
  reader = new ConsoleReader(application);
  // What is loaded with the first request would be in the profile.
  await application.request('/shop/idle');
}

const change = (body: object): Promise<Response> =>
  application.request(PROFILES, {
    method: 'POST',
    headers: { ...HEADERS, origin: application.url, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const begin = (durationMs = 30_000, kind = 'cpu'): Promise<Response> => change({ action: 'start', kind, durationMs });
const answerTo = async <T>(response: Promise<Response>): Promise<T> => (await (await response).json()) as T;

async function take(work: () => Promise<unknown>): Promise<ProfilesAnswer> {
  await begin();
  await work();
  return answerTo<ProfilesAnswer>(change({ action: 'stop' }));
}

beforeEach(renewBurners);
afterEach(closeApplications);

describe.each(platforms)('A CPU profile on %s', (platform) => {
  it('is begun and ended, and shows the busy function as the hottest, with the request it ran for', async () => {
    await start({}, platform);

    const begun = await answerTo<ProfilesAnswer>(begin());
    await application.request('/shop/priced');
    const { running, profiles } = await answerTo<ProfilesAnswer>(change({ action: 'stop' }));

    expect(begun.running).toMatchObject({ kind: 'cpu' });
    expect(begun.running!.endsAtMs - begun.running!.startedAtMs).toBe(30_000);
    expect(running).toBeNull();
    expect(profiles).toEqual([
      {
        id: begun.running!.id,
        kind: 'cpu',
        cause: 'as asked',
        startedAtMs: begun.running!.startedAtMs,
        durationMs: expect.any(Number),
        headline: expect.stringMatching(/^\d+ % in hotFunction \(test\/profiling\/burners\.ts:\d+\)$/),
        busyMs: expect.any(Number),
        bytes: null,
      },
    ]);
  });

  it('is what a flame graph is drawn from: calls after their callers, samples in the order of time, operations', async () => {
    await start({}, platform);
    const { profiles } = await take(() => application.request('/shop/priced'));

    const { frames, nodes, samples, spans } = await reader.read<ProfileAnswer>('profile', { id: profiles[0]!.id });

    const hot = frames.findIndex(({ name }) => name === 'hotFunction');
    const selfOf = (frame: number): number =>
      nodes.self.reduce((sum, self, node) => (nodes.frame[node] === frame ? sum + self : sum), 0);
    // V8's own, '(idle)' and '(program)', take their time from a busy machine.
    const busiest = frames.map((_, frame) => frame).filter((frame) => !frames[frame]!.name.startsWith('('));
    expect(busiest.toSorted((left, right) => selfOf(right) - selfOf(left))[0]).toBe(hot);
    expect(frames[hot]).toMatchObject({ file: 'test/profiling/burners.ts', isInApp: true });
    expect(nodes.parent.every((parent, node) => parent < node)).toBe(true);
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    expect(sum(samples!.durationUs)).toBeCloseTo(sum(nodes.self), -1);
    expect(spans[0]).toMatchObject({ name: 'Pricing.price', route: 'GET /shop/priced', traceId: expect.any(String) });
    expect(spans[0]!.selfMs).toBeGreaterThan(50);
  });

  it('is a file for other tools', async () => {
    await start({}, platform);
    const { profiles } = await take(() => application.request('/shop/priced'));
    const { id } = profiles[0]!;

    const v8 = await reader.ask('profile-file', { id, format: 'v8' });
    const pprof = await reader.ask('profile-file', { id, format: 'pprof' });
    const unknown = await reader.ask('profile-file', { id, format: 'svg' });

    const { nodes, samples, timeDeltas } = (await v8.json()) as V8CpuProfile;
    expect(v8.headers.get('content-disposition')).toBe(`attachment; filename="${id}.cpuprofile"`);
    expect(nodes[0]!.callFrame.functionName).toBe('(root)');
    expect(samples).toHaveLength(timeDeltas.length);
    // Gzip, by its first two bytes.
    expect([...new Uint8Array(await pprof.arrayBuffer()).subarray(0, 2)]).toEqual([0x1f, 0x8b]);
    expect(unknown.status).toBe(400);
  });

  it('is refused while another runs, with what runs', async () => {
    await start({}, platform);
    const first = await answerTo<ProfilesAnswer>(begin());

    const second = await begin();

    expect(second.status).toBe(409);
    expect(await second.json()).toEqual({
      version: 1,
      error: {
        code: 'OBS_ERR_PROFILE_BUSY',
        fact: expect.stringContaining(`${first.running!.id} (cpu, asked) runs until`),
        fix: 'ask again when it is over, or stop it first',
      },
    });
    await change({ action: 'stop' });
  });
});

describe('Profiles', () => {
  it('end by themselves', async () => {
    await start();

    await begin(1_000);
    await until(async () => (await reader.read<ProfilesAnswer>('profiles')).profiles.length === 1);

    expect((await reader.read<ProfilesAnswer>('profiles')).running).toBeNull();
  });

  it('of the heap have bytes, and neither samples nor operations', async () => {
    await start();
    await begin(30_000, 'heap');
    const kept = Array.from({ length: 2_000 }, (_, index) => ({ index, text: `order ${index}`.repeat(50) }));
    const { profiles } = await answerTo<ProfilesAnswer>(change({ action: 'stop' }));

    const profile = await reader.read<ProfileAnswer>('profile', { id: profiles[0]!.id });

    expect(kept).toHaveLength(2_000);
    expect(profiles[0]).toMatchObject({ kind: 'heap', busyMs: null, bytes: expect.any(Number) });
    expect(profile).toMatchObject({ samples: null, spans: [] });
    expect(profile.nodes.self.reduce((sum, bytes) => sum + bytes, 0)).toBe(profiles[0]!.bytes);
  });

  it('are shown as far as console.maxProfiles goes, the newest first, and removed when asked', async () => {
    await start({ console: { maxProfiles: 2 } });
    const ids: string[] = [];
    for (let round = 0; round < 3; round++) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time
      const { profiles } = await take(() => application.request('/shop/idle'));
      ids.push(profiles[0]!.id);
    }

    const { profiles } = await reader.read<ProfilesAnswer>('profiles');
    const left = await answerTo<ProfilesAnswer>(change({ action: 'remove', id: ids[2] }));

    expect(profiles.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect(left.profiles.map(({ id }) => id)).toEqual([ids[1], ids[0]]);
  });

  it('that are not there any more are said to be no longer in memory', async () => {
    await start();

    const answers = await Promise.all([
      reader.ask('profile', { id: 'cpu-1' }),
      reader.ask('profile-file', { id: 'cpu-1' }),
    ]);

    const codes = await Promise.all(answers.map(async (answer) => ((await answer.json()) as Refusal).error.code));
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect(codes).toEqual(['OBS_ERR_NOT_KEPT', 'OBS_ERR_NOT_KEPT']);
  });

  it.each([
    ['of a time that is too short', { action: 'start', kind: 'cpu', durationMs: 10 }],
    ['of a time that is too long', { action: 'start', kind: 'cpu', durationMs: 30_001 }],
    ['of a kind that there is not', { action: 'start', kind: 'network' }],
    ['with a field that means nothing', { action: 'stop', now: true }],
  ])('%s are refused', async (_, body) => {
    await start();

    expect((await change(body)).status).toBe(400);
  });

  it('are refused, and say how to have them, where profiling is off', async () => {
    await start({ profiling: { enabled: false } });

    const answer = await begin();

    expect(await reader.read('profiles')).toEqual({ version: 1, running: null, profiles: [] });
    expect(answer.status).toBe(409);
    expect(((await answer.json()) as Refusal).error).toMatchObject({
      code: 'OBS_ERR_PROFILING_OFF',
      fix: expect.stringContaining('profiling: { enabled: true }'),
    });
  });
});

interface Refusal {
  readonly error: { readonly code: string; readonly fix: string };
}
