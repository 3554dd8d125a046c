import { CountHistory, SAMPLE_INTERVAL_MS, type Counts } from './count-history.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

interface Sample extends Counts {
  readonly atMs: number;
}

/** Traffic with a daily rhythm and incidents of all lengths, sampled every five seconds. */
function* traffic(durationMs: number): Generator<Sample> {
  let [good, bad] = [0, 0];
  for (let atMs = 0; atMs <= durationMs; atMs += SAMPLE_INTERVAL_MS) {
    yield { atMs, good, bad };
    const requests = 50 + 40 * Math.sin((2 * Math.PI * atMs) / DAY_MS);
    const isIncident = atMs % (7 * HOUR_MS) > 6.5 * HOUR_MS || atMs % (20 * MINUTE_MS) < 2 * MINUTE_MS;
    const failures = requests * (isIncident ? 0.2 : 0.002);
    good += requests - failures;
    bad += failures;
  }
}

/**
 * The share of bad events as Prometheus' `increase` over the same samples has it: between the first and the last sample of the
 * window. How it extrapolates is the same for both counters and falls out of the share.
 */
function prometheusShare(samples: readonly Sample[], windowMs: number): number {
  const last = samples.at(-1)!;
  const first = samples.find(({ atMs }) => atMs >= last.atMs - windowMs)!;
  return (last.bad - first.bad) / (last.bad - first.bad + last.good - first.good);
}

const windows: readonly (readonly [name: string, windowMs: number])[] = [
  ['5m', 5 * MINUTE_MS],
  ['30m', 30 * MINUTE_MS],
  ['1h', HOUR_MS],
  ['2h', 2 * HOUR_MS],
  ['6h', 6 * HOUR_MS],
  ['1d', DAY_MS],
  ['3d', 3 * DAY_MS],
];

describe('CountHistory', () => {
  it.each(windows)('agrees with Prometheus within two per cent over %s, whatever the phase', (_name, windowMs) => {
    const history = new CountHistory(28 * DAY_MS);
    const samples: Sample[] = [];
    const differences: number[] = [];

    for (const sample of traffic(3.3 * DAY_MS)) {
      samples.push(sample);
      history.offer(sample.atMs, sample);
      const isProbe = sample.atMs > 3.05 * DAY_MS && sample.atMs % (95 * 1000) === 0;
      if (!isProbe) continue;
      const { good, bad } = history.increase(windowMs, sample.atMs, sample);
      differences.push(Math.abs(bad / (good + bad) / prometheusShare(samples, windowMs) - 1));
    }

    expect(differences.length).toBeGreaterThan(200);
    expect(Math.max(...differences)).toBeLessThan(0.02);
  });

  it('knows everything since the beginning while a window is longer than that', () => {
    const history = new CountHistory(28 * DAY_MS);
    history.offer(0, { good: 0, bad: 0 });
    history.offer(10_000, { good: 7, bad: 1 });

    expect(history.increase(5 * MINUTE_MS, 12_000, { good: 9, bad: 2 })).toEqual({ good: 9, bad: 2 });
    expect(history.increase(28 * DAY_MS, 12_000, { good: 9, bad: 2 })).toEqual({ good: 9, bad: 2 });
  });

  it('takes what came between two samples as having come evenly', () => {
    const history = new CountHistory(DAY_MS);
    history.offer(0, { good: 0, bad: 0 });
    history.offer(10 * MINUTE_MS, { good: 100, bad: 10 });

    const lastFive = history.increase(5 * MINUTE_MS, 10 * MINUTE_MS, { good: 100, bad: 10 });

    expect(lastFive).toEqual({ good: 50, bad: 5 });
  });

  it('knows the latest of several samples, so that what was seen before a silence is not spread over it', () => {
    const history = new CountHistory(DAY_MS);
    history.offer(0, { good: 0, bad: 0 });
    history.offer(100, { good: 0, bad: 10 });

    expect(history.increase(HOUR_MS, 31 * MINUTE_MS, { good: 0, bad: 10 })).toEqual({ good: 0, bad: 10 });

    history.offer(31 * MINUTE_MS, { good: 0, bad: 10 });
    expect(history.increase(30 * MINUTE_MS, 31 * MINUTE_MS, { good: 0, bad: 10 })).toEqual({ good: 0, bad: 0 });
  });

  it('forgets what is older than the window', () => {
    const history = new CountHistory(DAY_MS);
    for (const sample of traffic(7 * HOUR_MS)) history.offer(sample.atMs, { good: sample.good, bad: 0 });
    const now = { good: 0, bad: 0 };
    for (let atMs = 7 * HOUR_MS; atMs <= 14 * HOUR_MS; atMs += SAMPLE_INTERVAL_MS) history.offer(atMs, now);

    expect(history.increase(6 * HOUR_MS, 14 * HOUR_MS, now)).toEqual({ good: 0, bad: 0 });
  });

  it('counts nothing backwards where somebody has set the counters back', () => {
    const history = new CountHistory(DAY_MS);
    history.offer(0, { good: 100, bad: 50 });

    expect(history.increase(HOUR_MS, MINUTE_MS, { good: 1, bad: 0 })).toEqual({ good: 0, bad: 0 });
  });

  it('takes as much memory after a year as at the start', () => {
    const history = new CountHistory(90 * DAY_MS);
    const bytes = (): number => {
      const rings = (history as unknown as { rings: readonly { samples: Float64Array }[] }).rings;
      return rings.reduce((sum, { samples }) => sum + samples.byteLength, 0);
    };
    const atStart = bytes();

    for (let atMs = 0; atMs < 365 * DAY_MS; atMs += 10 * MINUTE_MS) history.offer(atMs, { good: atMs, bad: 0 });

    expect(bytes()).toBe(atStart);
    expect(atStart).toBeLessThan(64 * 1024);
  });
});
