import { Diagnostics, TelemetryBus } from '../../kernel/index.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { HealthHistory } from './health-history.js';

function recording() {
  const clock = new ManualClock();
  const bus = new TelemetryBus(new Diagnostics(), clock);
  const history = new HealthHistory(bus);
  const change = (check: string, from: string, to: string): number => {
    const atMs = clock.toEpochMs(clock.now());
    bus.emit('health.changed', { check, from, to });
    bus.flush();
    clock.advance(1_000);
    return atMs;
  };
  return { bus, history, change };
}

describe('the history of health', () => {
  it('keeps the changes of each check with their time, in the words of the page', () => {
    const { history, change } = recording();

    const [first, second] = [change('database', 'unknown', 'fail'), change('database', 'fail', 'ok')];
    change('cache', 'ok', 'degraded');

    expect(history.of('database')).toEqual([
      { atMs: first, from: 'unknown', state: 'down' },
      { atMs: second, from: 'down', state: 'up' },
    ]);
    expect(history.of('cache')).toMatchObject([{ from: 'up', state: 'degraded' }]);
    expect(history.of('mail')).toEqual([]);
  });

  it('keeps the newest 200 of a check, and the 100 checks that changed last', () => {
    const { history, change } = recording();

    for (let count = 0; count < 201; count++) change('database', 'ok', count === 0 ? 'degraded' : 'fail');
    const usedByOne = history.usedBytes;
    for (let count = 0; count < 100; count++) change(`check-${count}`, 'ok', 'fail');

    expect(usedByOne).toBe(200 * 96);
    expect(history.of('database')).toEqual([]);
    expect(history.of('check-0')).toHaveLength(1);
    expect(history.usedBytes).toBe(100 * 96);
  });

  it('hears nothing once it is closed', () => {
    const { bus, history, change } = recording();

    history.close();
    change('database', 'ok', 'fail');

    expect(history.of('database')).toEqual([]);
    expect(bus.hasListeners('health.changed')).toBe(false);
  });
});
