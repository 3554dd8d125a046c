/**
 * Series that nobody feeds for a while: gauges of what comes and goes vanish and come back, what was counted is never lost, and
 * nothing that is cumulative ever falls, so that no rate is negative.
 */
import { MetricsService } from 'nestjs-observability';
import { ProcessesInstrument } from 'nestjs-observability/instruments';
import { ManualClock } from 'nestjs-observability/testing';
import { Inspection } from './accounting/inspection.js';
import { Ledger } from './accounting/ledger.js';
import { hasName } from './accounting/series.js';
import { startDesk } from './desk.js';
import { tell, type Attempt } from './subject.js';

const ATTACK_CLASS = 'conservation.idle';
const IDLE_MS = 60_000;
const TURNS = 12;
const CHILDREN = ['a', 'b', 'c'] as const;

export async function idle(attempt: Attempt): Promise<void> {
  const clock = new ManualClock();
  const desk = await startDesk({
    observability: {
      logs: { level: 'fatal' },
      metrics: { idleSeriesMs: IDLE_MS },
      plugins: [{ name: 'clock', clock }],
    },
  });
  try {
    const seats = new Seats(attempt, clock, desk.app.get(MetricsService), desk.app.get(ProcessesInstrument));
    const inspection = new Inspection(desk.scrape, seats.ledger);
    for (let turn = 0; turn < TURNS; turn++) {
      await seats.turn();
      tell(attempt, { attackClass: ATTACK_CLASS, compared: inspection.samples.size, wrong: await inspection.look() });
      const wrong = seats.areForgotten && hasName(inspection.samples, 'seats') ? ['idle gauges are still there'] : [];
      tell(attempt, { attackClass: ATTACK_CLASS, compared: 1, wrong });
    }
  } finally {
    await desk.close();
  }
}

/** Counted, observed and set by the same names now and then, with silence between. */
class Seats {
  readonly ledger = new Ledger();
  areForgotten = false;
  private readonly taken;
  private readonly waited;
  private readonly free;
  private readonly levels = new Map<string, number>();

  constructor(
    private readonly attempt: Attempt,
    private readonly clock: ManualClock,
    metrics: MetricsService,
    private readonly processes: ProcessesInstrument,
  ) {
    const labelNames = ['room'] as const;
    this.taken = metrics.counter('seats_taken_total', { labelNames });
    this.waited = metrics.histogram('seat_wait_seconds', { labelNames, buckets: [1, 10] });
    this.free = metrics.gauge('seats', { labelNames, idleTimeoutMs: IDLE_MS });
  }

  async turn(): Promise<void> {
    const { dice } = this.attempt;
    this.areForgotten = dice.chance(0.4);
    if (this.areForgotten) return this.silence();
    this.clock.advance(dice.below(IDLE_MS / 4));
    for (const room of CHILDREN) if (dice.chance(0.7)) this.use(room);
    await this.runChild(dice.pick(CHILDREN));
  }

  /** A series is seen by a scrape first, and idle from then on. */
  private silence(): void {
    this.clock.advance(2 * IDLE_MS);
    for (const [room, level] of this.levels) this.ledger.note('seats', { room }, -level);
    this.levels.clear();
  }

  private use(room: string): void {
    const { dice } = this.attempt;
    const [amount, level] = [dice.below(5), 1 + dice.below(9)];
    this.taken.inc({ room }, amount);
    this.waited.observe({ room }, amount);
    this.free.set({ room }, level);
    this.ledger.note('seats_taken_total', { room }, amount);
    this.ledger.note('seat_wait_seconds_count', { room });
    this.ledger.note('seat_wait_seconds_sum', { room }, amount);
    this.ledger.note('seats', { room }, level - (this.levels.get(room) ?? 0));
    this.levels.set(room, level);
  }

  private async runChild(name: string): Promise<void> {
    await this.processes.spawn('true', [], { name }).ended;
    this.ledger.note('child_process_spawns_total', { process: name });
    this.ledger.note('child_process_exits_total', { process: name, outcome: 'graceful' });
    this.ledger.note('child_processes_active', { process: name }, 0);
  }
}
