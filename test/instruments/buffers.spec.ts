/** Pools of buffers in a real application: what they were asked for, what they made, what they hold. */
import { Injectable } from '@nestjs/common';
import { BuffersInstrument, type BufferPool } from 'nestjs-observability/instruments';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { samplesOfFamily } from '../support/samples.js';
import { collectGarbage } from '../support/garbage.js';
import '../support/matchers.js';

/** A pool as applications write them. */
@Injectable()
class Frames {
  private readonly free: Buffer[] = [];
  private readonly meter: BufferPool;

  constructor(buffers: BuffersInstrument) {
    this.meter = buffers.pool('frames');
    this.meter.watchSize(() => this.free.length);
  }

  take(): Buffer {
    const free = this.free.pop();
    this.meter.taken({ isReused: free !== undefined });
    return free ?? Buffer.alloc(64);
  }

  putBack(frame: Buffer): void {
    this.free.push(frame);
  }
}

const family = /^buffer_pool_/;
let application: RunningApplication;
let buffers: BuffersInstrument;

beforeEach(async () => {
  application = await startApplication({ providers: [Frames] });
  buffers = application.app.get(BuffersInstrument);
});
afterEach(closeApplications);

it('counts what a pool had to make, and tells the share of takes that it did not', async () => {
  const frames = application.app.get(Frames);
  const [first, second] = [frames.take(), frames.take()];
  frames.putBack(first);
  frames.putBack(second);
  frames.take();
  frames.take();
  frames.putBack(frames.take());

  expect(await samplesOfFamily(application, family)).toEqual({
    'buffer_pool_allocations_total{pool="frames"}': 3,
    'buffer_pool_hit_ratio{pool="frames"}': 2 / 5,
    'buffer_pool_size{pool="frames"}': 1,
  });
});

it('has no ratio before the first take', async () => {
  expect(await samplesOfFamily(application, family)).toEqual({
    'buffer_pool_allocations_total{pool="frames"}': 0,
    'buffer_pool_size{pool="frames"}': 0,
  });
});

it('counts pools of one name together, and those of other names apart', async () => {
  buffers.pool('rows').taken({ isReused: true });
  buffers.pool('rows').taken({ isReused: false });
  buffers.pool('rows').watchSize(() => 3);
  buffers.pool('rows').watchSize(() => 4);

  expect(await samplesOfFamily(application, family)).toMatchObject({
    'buffer_pool_allocations_total{pool="rows"}': 1,
    'buffer_pool_hit_ratio{pool="rows"}': 0.5,
    'buffer_pool_size{pool="rows"}': 7,
    'buffer_pool_size{pool="frames"}': 0,
  });
});

it('folds names that are none into one pool', async () => {
  for (let id = 0; id < 700; id++) buffers.pool(`request ${id}`).taken({ isReused: id % 2 === 0 });

  const samples = await samplesOfFamily(application, family);
  expect(Object.keys(samples).length).toBeLessThan(1010);
  // 499 of them had room beside `frames`.
  expect(samples['buffer_pool_hit_ratio{pool="_OTHER"}']).toBeCloseTo(100 / 201);
  expect(sumOf(samples, 'buffer_pool_allocations_total')).toBe(350);
});

describe('what is watched', () => {
  it('is not asked any more after the undo', async () => {
    const forget = buffers.pool('rows').watchSize(() => 3);
    await expect(application).toHaveSample('buffer_pool_size', { pool: 'rows' }, 3);

    forget();
    forget();

    expect(await samplesOfFamily(application, /^buffer_pool_size/)).toEqual({ 'buffer_pool_size{pool="frames"}': 0 });
  });

  it('is not kept alive when it is given to its reader, and takes its series along', async () => {
    watchAndForget(buffers);
    await expect(application).toHaveSample('buffer_pool_size', { pool: 'short-lived' }, 2);

    await collectGarbage();

    expect(await samplesOfFamily(application, /^buffer_pool_size/)).toEqual({ 'buffer_pool_size{pool="frames"}': 0 });
  }, 60_000);

  it('has no sample while its reader fails, which is counted and hides no other', async () => {
    const answers: unknown[] = [5, 'many', Number.NaN, new Error('gone')];
    buffers.pool('rows').watchSize(() => {
      const answer = answers.shift() ?? 6;
      if (answer instanceof Error) throw answer;
      return answer as number;
    });

    const seen = [];
    for (let scrape = 0; scrape < 5; scrape++)
      seen.push((await samplesOfFamily(application, /^buffer_pool_size/))['buffer_pool_size{pool="rows"}']);

    expect(seen).toEqual([5, undefined, undefined, undefined, 6]);
    await expect(application).toHaveSample('buffer_pool_size', { pool: 'frames' }, 0);
    const labels = { handler: 'buffers', phase: 'watch' };
    await expect(application).toHaveSample('observability_handler_failures_total', labels, 3);
  });

  it('is bounded in number', async () => {
    for (let count = 0; count < 501; count++) buffers.pool('rows').watchSize(() => 1);

    // One of the 500 watches the frames.
    await expect(application).toHaveSample('buffer_pool_size', { pool: 'rows' }, 499);
    const labels = { instrument: 'buffers', misuse: 'too_many_watched' };
    await expect(application).toHaveSample('observability_instrument_misuses_total', labels, 2);
  });
});

it('works the same where observability is off', async () => {
  const off = await startApplication({ providers: [Frames], observability: { enabled: false } });
  const frames = off.app.get(Frames);
  const frame = frames.take();
  frames.putBack(frame);

  expect(frames.take()).toBe(frame);
});

function watchAndForget(instrument: BuffersInstrument): void {
  instrument.pool('short-lived').watchSize((pool) => pool.length, [Buffer.alloc(1), Buffer.alloc(1)]);
}

function sumOf(samples: Readonly<Record<string, number>>, name: string): number {
  const found = Object.entries(samples).filter(([sample]) => sample.startsWith(name));
  return found.reduce((total, [, value]) => total + value, 0);
}
