/** Sessions in a real application: every sample, span and log line compared with what happened. */
import { Controller, Injectable, Post } from '@nestjs/common';
import { getInstrument, SessionsInstrument, type SessionHandle } from 'nestjs-observability/instruments';
import { ManualClock } from 'nestjs-observability/testing';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { collectGarbage } from '../support/garbage.js';
import '../support/matchers.js';

@Injectable()
@Controller('sessions')
class SessionsController {
  constructor(private readonly sessions: SessionsInstrument) {}

  @Post()
  open(): string {
    this.sessions.open({ id: 's-1', userId: 'ada', tier: 'team' }).close();
    return 'opened';
  }
}

afterEach(closeApplications);

let application: RunningApplication;
let clock: ManualClock;
let sessions: SessionsInstrument;

beforeEach(async () => {
  clock = new ManualClock();
  const observability = { plugins: [{ name: 'clock', clock }] };
  application = await startApplication({ controllers: [SessionsController], observability });
  sessions = application.app.get(SessionsInstrument);
});

describe('a session', () => {
  it('is a trace of its own with a link to the request that opened it, and one log line', async () => {
    await application.request('/sessions', { method: 'POST' });

    const { recorder } = application;
    await recorder.waitFor(() => recorder.spans.some(({ name }) => name === 'SessionsController.open'));
    const span = recorder.spans.find(({ name }) => name === 'session')!;
    const handler = recorder.spans.find(({ name }) => name === 'SessionsController.open')!;
    expect(span.attributes).toMatchObject({
      'session.tier': 'team',
      'session.id': 's-1',
      'user.id': 'ada',
      'session.end_reason': 'closed',
    });
    expect(span.parentSpanContext).toBeUndefined();
    expect(span.links.map(({ context }) => context.spanId)).toEqual([handler.spanContext().spanId]);
    expect(recorder).toHaveLogged({ target: 'Session', outcome: 'ok', session_id: 's-1', user_id: 'ada' });
  });

  it('is counted by tier while it is open, and by how it ended', async () => {
    const [free, team, other] = [sessions.open(), sessions.open({ tier: 'team' }), sessions.open({ tier: 'team' })];

    await expect(application).toHaveSample('sessions_active', {}, 3);
    free.archive();
    team.evict('memory_pressure');
    other.fail(new Error('broken'));

    await expect(application).toHaveSample('sessions_created_total', { tier: 'default' }, 1);
    await expect(application).toHaveSample('sessions_created_total', { tier: 'team' }, 2);
    await expect(application).toHaveSample('sessions_active', {}, 0);
    await expect(application).toHaveSample('sessions_archived_total', {}, 1);
    await expect(application).toHaveSample('sessions_evicted_total', { reason: 'memory_pressure' }, 1);
    await expect(application).toHaveSample('session_duration_seconds_count', {}, 3);
    expect(outcomes(application)).toEqual(['ok', 'canceled', 'error']);
  });

  it('is found dead when its heartbeats stop, and only then', async () => {
    const dead: string[] = [];
    const silent = sessions.open({ id: 'silent', heartbeatTimeoutMs: 60, onDead: () => dead.push('silent') });
    const lively = sessions.open({ id: 'lively', heartbeatTimeoutMs: 60, onDead: () => dead.push('lively') });
    clock.advance(40);
    lively.heartbeat();
    clock.advance(40);
    await application.recorder.waitFor(() => silent.isEnded);

    expect(dead).toEqual(['silent']);
    expect([silent.isEnded, lively.isEnded, sessions.openCount]).toEqual([true, false, 1]);
    await expect(application).toHaveSample('session_dead_detected_total', {}, 1);
    const text = await application.scrape();
    expect(text).toMatch(/^session_heartbeat_checks_total [1-9]/m);
    // That its holder closes it too is no mistake.
    silent.close();
    expect(await application.scrape()).not.toMatch(/^observability_instrument_misuses_total\{/m);
  });

  it('counts wrong use and does nothing else', async () => {
    const session = sessions.open();
    session.close();
    session.close();
    session.heartbeat();

    expect(session.runIn(() => 'still runs')).toBe('still runs');
    await expect(application).toHaveSample('session_duration_seconds_count', {}, 1);
    await expectMisuse('closed_twice', 1);
    await expectMisuse('used_after_close', 2);
    const warnings = application.recorder.lines.filter(({ level }) => level === 'WARN');
    expect(warnings).toHaveLength(2);
  });

  it('ends as leaked when its handle is collected', async () => {
    openAndForget(sessions);
    await collectGarbage();

    await expectMisuse('leaked', 1);
    await expect(application).toHaveSample('sessions_active', {}, 0);
    expect(outcomes(application)).toEqual(['canceled']);
  }, 60_000);

  it('ends with the application, which is no leak', async () => {
    const session = sessions.open();
    await application.close();

    expect(session.isEnded).toBe(true);
    expect(outcomes(application)).toEqual(['canceled']);
  });
});

describe('getInstrument', () => {
  it('finds the instrument of the application that runs', () => {
    expect(getInstrument(SessionsInstrument)).toBe(sessions);
  });

  it('gives one that works and tells nobody where there is no application', async () => {
    await application.close();
    const session: SessionHandle = getInstrument(SessionsInstrument).open();
    session.close();

    expect(session.isEnded).toBe(true);
    expect(application.recorder.operations.filter(({ kind }) => kind === 'session')).toEqual([]);
  });
});

function outcomes({ recorder }: RunningApplication): string[] {
  return recorder.operations.filter(({ kind }) => kind === 'session').map(({ outcome }) => outcome);
}

async function expectMisuse(misuse: string, count: number): Promise<void> {
  const labels = { instrument: 'sessions', misuse };
  await expect(application).toHaveSample('observability_instrument_misuses_total', labels, count);
}

function openAndForget(instrument: SessionsInstrument): void {
  instrument.open();
}
