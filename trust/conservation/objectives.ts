/** Objectives: good + bad is what was judged, and every burn rate is what the ledger's own arithmetic gives. */
import { SloService } from 'nestjs-observability';
import { ManualClock } from 'nestjs-observability/testing';
import { Inspection } from './accounting/inspection.js';
import { Ledger } from './accounting/ledger.js';
import { startDesk, type ObservedDesk } from './desk.js';
import { ShopController } from './http/shop.js';
import { Client } from './http/client.js';
import { throwCall } from './http/calls.js';
import { askConsole, CONSOLE } from './ways/console.js';
import { tell, type Attempt } from './subject.js';

const ATTACK_CLASS = 'conservation.objectives';
const STEPS = 40;
/** The coarsest sample of the windows asked for: what happens on its grid is on the edge of every window. */
const STEP_MS = 300_000;
const MAX_REQUESTS_PER_STEP = 6;
const HOUR_MS = 3_600_000;
const WINDOWS = {
  '5m': HOUR_MS / 12,
  '30m': HOUR_MS / 2,
  '1h': HOUR_MS,
  '2h': 2 * HOUR_MS,
  '6h': 6 * HOUR_MS,
  '1d': 24 * HOUR_MS,
  '3d': 72 * HOUR_MS,
} as const;
const SLOS = [
  { name: 'all', objective: 0.99 },
  { name: 'reading', objective: 0.95, selector: { methods: ['GET'] } },
] as const;

interface Judgement {
  readonly atMs: number;
  readonly isBad: boolean;
}

export async function objectives(attempt: Attempt): Promise<void> {
  const clock = new ManualClock();
  const desk = await startDesk({
    platform: attempt.round % 2 === 0 ? 'express' : 'fastify',
    controllers: [ShopController],
    observability: { ...CONSOLE, logs: { level: 'fatal' }, slos: [...SLOS], plugins: [{ name: 'clock', clock }] },
  });
  try {
    await new Judge(attempt, clock, desk).judge();
  } finally {
    await desk.close();
  }
}

class Judge {
  private readonly ledger = new Ledger();
  private readonly inspection: Inspection;
  private readonly client: Client;
  private readonly judged = new Map<string, Judgement[]>(SLOS.map(({ name }) => [name, []]));

  constructor(
    private readonly attempt: Attempt,
    private readonly clock: ManualClock,
    private readonly desk: ObservedDesk,
  ) {
    this.inspection = new Inspection(desk.scrape, this.ledger);
    this.client = new Client(desk.port, 1, { opened: () => undefined, closed: () => undefined });
  }

  async judge(): Promise<void> {
    // What comes in the very moment of the start has no sample before it.
    this.clock.advance(STEP_MS);
    for (let step = 0; step < STEPS; step++) {
      for (let left = this.attempt.dice.below(MAX_REQUESTS_PER_STEP); left > 0; left--) await this.ask();
      this.tell(await this.inspection.look(), 'counts');
      this.tell(this.wrongRates(), 'burn rates');
      // At the end of a step, and not in it: what a sample holds is what there was at its time.
      this.clock.advance(STEP_MS);
      this.tell(this.wrongRates(), 'burn rates later');
    }
    await this.compareConsole();
    await this.client.close();
  }

  private async ask(): Promise<void> {
    const call = throwCall(this.attempt.dice);
    const { status } = await this.client.ask(call);
    for (const slo of SLOS) {
      const isMeant = !('selector' in slo) || slo.selector.methods.some((method) => method === call.method);
      if (isMeant) this.note(slo.name, status >= 500);
    }
  }

  private note(slo: string, isBad: boolean): void {
    this.judged.get(slo)!.push({ atMs: this.clock.now(), isBad });
    this.ledger.note('slo_events_total', { slo, outcome: isBad ? 'bad' : 'good' });
  }

  private wrongRates(): readonly string[] {
    const service = this.desk.app.get(SloService);
    return SLOS.flatMap(({ name, objective }) => {
      const { burnRates, good, bad } = service.status(name)!;
      const judged = this.judged.get(name)!;
      const total = good + bad === judged.length ? [] : [`${name}: ${good} + ${bad} of ${judged.length}`];
      const rates = Object.entries(WINDOWS).map(([window, ms]) => {
        const [told, own] = [burnRates[window as keyof typeof WINDOWS], this.burnRate(judged, ms, 1 - objective)];
        return Math.abs(told - own) < 1e-6 * Math.max(1, own) ? '' : `${name} burns ${told} over ${window}, not ${own}`;
      });
      return [...total, ...rates.filter(Boolean)];
    });
  }

  /** What came at the very beginning of a window is in the sample before it. */
  private burnRate(judged: readonly Judgement[], windowMs: number, budget: number): number {
    const recent = judged.filter(({ atMs }) => atMs > this.clock.now() - windowMs);
    const bad = recent.filter(({ isBad }) => isBad).length;
    return bad === 0 ? 0 : bad / recent.length / budget;
  }

  private async compareConsole(): Promise<void> {
    const { objectives: rows } = await askConsole<{
      readonly objectives: readonly { readonly name: string; readonly good: number; readonly bad: number }[];
    }>(this.desk.metricsPort, 'objectives');
    const wrong = rows
      .filter(({ name, good, bad }) => good + bad !== this.judged.get(name)!.length)
      .map(({ name, good, bad }) => `the console says ${name}: ${good} + ${bad}`);
    this.tell(wrong, 'console');
  }

  private tell(wrong: readonly string[], moment: string): void {
    tell(this.attempt, { attackClass: ATTACK_CLASS, compared: SLOS.length, wrong, circumstances: { moment } });
  }
}
