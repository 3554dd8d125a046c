/** Served = counted: per method, route and status, with bounds for each duration; held and forsaken requests among them. */
import { Inspection } from './accounting/inspection.js';
import { Ledger } from './accounting/ledger.js';
import { startDesk, type ObservedDesk } from './desk.js';
import type { ExpectedCall } from './http/calls.js';
import { letGo, ShopController } from './http/shop.js';
import { Visitor } from './http/visitor.js';
import { tell, type Attempt } from './subject.js';

const ATTACK_CLASS = 'conservation.http';
const PHASES = 3;
const CALLS_PER_PHASE = 120;
const CONNECTIONS = 6;
const HELD = 5;
const HELD_ROUTE = '/shop/held/:key';

export async function requests(attempt: Attempt): Promise<void> {
  const platform = attempt.round % 2 === 0 ? 'express' : 'fastify';
  const desk = await startDesk({
    platform,
    controllers: [ShopController],
    observability: { logs: { level: 'fatal' } },
  });
  try {
    await new Customers(attempt, desk, platform).shop();
  } finally {
    await desk.close();
  }
}

class Customers {
  private readonly ledger = new Ledger();
  private readonly inspection: Inspection;
  private readonly visitor: Visitor;
  private keys = 0;

  constructor(
    private readonly attempt: Attempt,
    { scrape, port }: ObservedDesk,
    private readonly platform: string,
  ) {
    this.inspection = new Inspection(scrape, this.ledger);
    this.visitor = new Visitor(port, CONNECTIONS + HELD, this.ledger, attempt.dice);
  }

  async shop(): Promise<void> {
    for (let phase = 0; phase < PHASES; phase++) {
      await Promise.all(Array.from({ length: CONNECTIONS }, () => this.visitOften(CALLS_PER_PHASE / CONNECTIONS)));
      await this.hold();
    }
    await this.visitor.close();
    await this.report('at the end');
  }

  /** One after the other, as one browser does. */
  private async visitOften(calls: number): Promise<void> {
    for (let call = 0; call < calls; call++) await this.visitor.visit();
  }

  /** Some requests wait in their handlers while the page is read; then their clients leave, or they are answered. */
  private async hold(): Promise<void> {
    const waiting = Array.from({ length: HELD }, () => this.beginHeld());
    await this.report(`while ${HELD} wait`);
    await Promise.all(waiting.map((end) => end()));
    await this.report('after they waited');
  }

  private beginHeld(): () => Promise<void> {
    const key = `k${this.keys++}`;
    const call = { method: 'GET', path: `/shop/held/${key}`, route: HELD_ROUTE };
    this.ledger.note('http_requests_active', { method: 'GET' });
    const end = this.attempt.dice.chance(0.5) ? this.visitor.askInVain(call) : this.askAndWait(call, key);
    return async () => {
      await end();
      this.ledger.note('http_requests_active', { method: 'GET' }, -1);
    };
  }

  private askAndWait(call: ExpectedCall, key: string): () => Promise<void> {
    const answered = this.visitor.ask(call);
    return async () => {
      await letGo(key);
      await answered;
    };
  }

  private async report(moment: string): Promise<void> {
    const wrong = await this.inspection.look();
    const circumstances = { platform: this.platform, moment };
    tell(this.attempt, { attackClass: ATTACK_CLASS, compared: this.inspection.samples.size, wrong, circumstances });
  }
}
