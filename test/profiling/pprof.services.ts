/** Whether Go's own tool reads our pprof files: Pyroscope and Parca read them with the same library. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProfilingService, type Profile } from 'nestjs-observability';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { skipWithout, stopPrograms } from '../support/child-process.js';
import { load, renewBurners, shop } from './busy-shop.js';

const folder = mkdtempSync(join(tmpdir(), 'observability-pprof-'));

beforeEach(renewBurners);
afterEach(closeApplications);
afterAll(stopPrograms);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function pprof(application: RunningApplication, { id }: Profile, ...args: string[]): Promise<string> {
  const file = await application.app.get(ProfilingService).file(id, 'pprof');
  const path = join(folder, file!.name);
  writeFileSync(path, file!.body);
  const { stdout, stderr, status } = spawnSync('go', ['tool', 'pprof', ...args, path], {
    encoding: 'utf8',
    env: { ...process.env, PPROF_TMPDIR: folder },
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

skipWithout('go')('go tool pprof', () => {
  it.each(platforms)('shows the hot function, and by label the route that ran it, on %s', async (platform) => {
    const application = await startApplication({ platform, ...shop, observability: { profiling: { enabled: true } } });
    let isOver = false;
    const taken = application.app
      .get(ProfilingService)
      .cpu({ durationMs: 1500 })
      .finally(() => (isOver = true));
    await load(application, ['/shop/hot/7', '/shop/idle', '/shop/priced'], () => isOver);
    const profile = await taken;

    const top = await pprof(application, profile, '-top', '-unit=ms');
    const [, sampled] = /Total samples = ([\d.]+)ms/.exec(top) ?? [];

    expect(top).toMatch(/^Type: cpu$/m);
    expect(top.split('\n').find((line) => line.includes('hotFunction'))).toMatch(/^ *[\d.]+ms +[5-9]\d\.?\d*%/);
    expect(Number(sampled)).toBeCloseTo(profile.busyMs, -1);
    const tags = await pprof(application, profile, '-tags');
    expect(tags).toMatch(/GET \/shop\/hot\/:id/);
    const focused = await pprof(application, profile, '-top', '-tagfocus=route=GET /shop/priced');
    expect(focused).toContain('hotFunction');
    const [span] = profile.spans;
    expect(await pprof(application, profile, '-top', `-tagfocus=span_id=${span!.spanId}`)).toContain('hotFunction');
  });

  it('shows who allocated, in bytes', async () => {
    const application = await startApplication({ ...shop, observability: { profiling: { enabled: true } } });
    const service = application.app.get(ProfilingService);
    const taken = service.heap({ counted: 'allocated', samplingIntervalBytes: 1024 });
    function hoardFunction(): unknown[] {
      return Array.from({ length: 20_000 }, (_, count) => ({ count, text: `number ${count}` }));
    }
    const hoard = hoardFunction();
    await service.stop();

    const top = await pprof(application, await taken, '-top', '-cum');

    expect(hoard).toHaveLength(20_000);
    expect(top).toMatch(/^Type: alloc_space$/m);
    expect(top).toContain('hoardFunction');
  });
});
