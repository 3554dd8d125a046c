/** The health page's data: checks as they stand, how they went, and what the probes say of it. */
import { Injectable } from '@nestjs/common';
import { HealthContributor } from 'nestjs-observability';
import type { HealthAnswer } from '../../src/console/shapes/index.js';
import { closeApplications, platforms, type Platform } from '../support/application.js';
import { until } from './console-reader.js';
import { openDesk, type Desk } from './open-desk.js';

const SECRET = 'hunter2-of-the-database';

@Injectable()
class Dependencies {
  isDatabaseUp = true;

  @HealthContributor('database', { cacheMs: 0 })
  database(): object {
    if (!this.isDatabaseUp) throw new Error(`connection refused, password=${SECRET}`);
    return { database: { status: 'up', pool: { size: 10 }, password: SECRET } };
  }

  @HealthContributor('cache', { isOptional: true })
  cache(): boolean {
    return false;
  }

  @HealthContributor('migrations', { kind: 'startup' })
  migrations(): void {}
}

const open = (platform: Platform): Promise<Desk> => openDesk({ platform, providers: [Dependencies] });
const healthOf = (desk: Desk): Promise<HealthAnswer> => desk.console.read<HealthAnswer>('health');
const named = ({ checks }: HealthAnswer, name: string) => checks.find((check) => check.name === name)!;

afterEach(closeApplications);

describe.each(platforms)('Health in the console on %s', (platform) => {
  it('runs the checks for whoever looks, though nobody probes', async () => {
    const desk = await open(platform);

    const health = await healthOf(desk);

    expect(health).toMatchObject({
      version: 1,
      live: { status: 'ok' },
      ready: { status: 'ready', because: [] },
      startup: { status: 'started', waitingFor: [] },
    });
    expect(health.checks.map(({ name, kind, state, isCritical }) => [name, kind, state, isCritical])).toEqual([
      ['database', 'readiness', 'up', true],
      ['cache', 'readiness', 'degraded', false],
      ['migrations', 'startup', 'up', true],
    ]);
    expect(named(health, 'database')).toMatchObject({
      message: null,
      details: { pool: { size: 10 }, password: '[REDACTED]' },
      lastCheckedMs: health.nowMs,
    });
    expect(named(health, 'cache').message).toBe('the check returned false');
  });

  it('keeps when a check changed, and why the process is not ready', async () => {
    const desk = await open(platform);
    const dependencies = desk.app.get(Dependencies);
    await healthOf(desk);
    desk.clock.advance(60_000);

    dependencies.isDatabaseUp = false;
    const broken = await healthOf(desk);
    await until(async () => named(await healthOf(desk), 'database').changes.length === 1);
    desk.clock.advance(30_000);
    dependencies.isDatabaseUp = true;
    await healthOf(desk);
    await until(async () => named(await healthOf(desk), 'database').changes.length === 2);
    const mended = await healthOf(desk);

    expect(broken.ready).toEqual({ status: 'not ready', because: ['database'] });
    expect(named(broken, 'database').message).toContain('connection refused');
    expect(JSON.stringify(broken)).not.toContain(SECRET);
    expect(mended.ready).toEqual({ status: 'ready', because: [] });
    expect(named(mended, 'database').changes).toEqual([
      { atMs: mended.startedAtMs + 60_000, from: 'up', state: 'down' },
      { atMs: mended.startedAtMs + 90_000, from: 'down', state: 'up' },
    ]);
  });

  it('answers within seconds while a check hangs, with what is known of it', async () => {
    const desk = await open(platform);
    let release: () => void = () => undefined;
    jest
      .spyOn(desk.app.get(Dependencies), 'database')
      .mockReturnValue(new Promise<object>((resolve) => (release = () => resolve({}))) as never);

    const health = await healthOf(desk);

    expect(named(health, 'database')).toMatchObject({ state: 'unknown', lastCheckedMs: null, durationMs: null });
    release();
  });
});
