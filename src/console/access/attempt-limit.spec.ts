import { ManualClock } from '../../testing/manual-clock.js';
import { AttemptLimit } from './attempt-limit.js';

describe('AttemptLimit', () => {
  const clock = new ManualClock();

  it('refuses what comes after the last attempt, until a minute has passed since the first', () => {
    const limit = new AttemptLimit(2, clock);
    limit.count('10.0.0.1');
    clock.advance(20_000);
    limit.check('10.0.0.1');
    limit.count('10.0.0.1');

    expect(() => limit.check('10.0.0.1')).toThrow(
      expect.objectContaining({ status: 429, headers: { 'retry-after': '40' } }),
    );
    clock.advance(40_000);
    expect(() => limit.check('10.0.0.1')).not.toThrow();
  });

  it('keeps addresses apart', () => {
    const limit = new AttemptLimit(1, clock);
    limit.count('10.0.0.1');

    expect(() => limit.check('10.0.0.1')).toThrow('There were too many attempts');
    expect(() => limit.check('10.0.0.2')).not.toThrow();
  });

  it('remembers a thousand addresses, those that tried last', () => {
    const limit = new AttemptLimit(1, clock);
    for (let number = 0; number <= 1000; number++) limit.count(`address ${number}`);

    expect(() => limit.check('address 0')).not.toThrow();
    expect(() => limit.check('address 1')).toThrow('There were too many attempts');
    expect(() => limit.check('address 1000')).toThrow('There were too many attempts');
  });
});
