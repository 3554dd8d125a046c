/**
 * Workers of a cluster behind one port: whichever is scraped shows what all have counted, also what those counted that are gone, and
 * their successors go on from there. One that is killed without warning has handed over what is older than its interval.
 */
import { join } from 'node:path';
import { MeasuredProcess } from '../../bench/harness/measured-process.js';
import { Inspection } from './accounting/inspection.js';
import { Ledger } from './accounting/ledger.js';
import type { Command, Forked } from './cluster/command.js';
import { tell, type Attempt } from './subject.js';

const ATTACK_CLASS = 'conservation.cluster';
const WORKERS = 3;
const SCRAPES = 3;
const SALES = 25;
const REQUESTS = 20;
/** Ten times the interval in which workers hand over. */
const REST_MS = 500;
const SIZES = ['s', 'm', 'l'] as const;

export async function workers(attempt: Attempt): Promise<void> {
  const primary = new MeasuredProcess<Command>(join(__dirname, 'cluster', 'program.js'));
  try {
    await new Company(attempt, primary).trade();
  } finally {
    await primary.stop({ do: 'stop' });
  }
}

class Company {
  private readonly ledger = new Ledger();
  private readonly inspection: Inspection;
  private readonly staff: number[] = [];
  /** What each holds open, which is gone with it. */
  private readonly openOrders = new Map<number, number>();
  private port = 0;

  constructor(
    private readonly attempt: Attempt,
    private readonly primary: MeasuredProcess<Command>,
  ) {
    this.inspection = new Inspection(async () => (await this.get('/metrics')).text(), this.ledger);
  }

  async trade(): Promise<void> {
    await this.hire(WORKERS);
    await this.work('at work');
    await this.lose(this.staff.shift()!, 'SIGKILL');
    await this.work('with one less');
    await this.lose(this.staff.shift()!, 'SIGTERM');
    await this.hire(1);
    await this.work('with a successor');
  }

  private async hire(count: number): Promise<void> {
    const { workers: hired, port } = await this.primary.ask<Forked>({ do: 'fork', count });
    this.port = port;
    this.staff.push(...hired);
    for (const worker of hired) this.openOrders.set(worker, 0);
  }

  private async work(moment: string): Promise<void> {
    for (let sale = 0; sale < SALES; sale++) await this.sell(this.attempt.dice.pick(this.staff));
    await Promise.all(Array.from({ length: REQUESTS }, () => this.order()));
    await this.report(moment);
  }

  private async sell(worker: number): Promise<void> {
    const { dice } = this.attempt;
    const [size, pieces, waitSeconds] = [dice.pick(SIZES), dice.below(9), dice.below(20)];
    await this.primary.ask({ do: 'sell', worker, sale: { size, pieces, waitSeconds } });
    this.openOrders.set(worker, this.openOrders.get(worker)! + pieces);
    this.ledger.note('shop_sold_total', { size }, pieces);
    this.ledger.note('shop_wait_seconds_count', { size });
    this.ledger.note('shop_wait_seconds_sum', { size }, waitSeconds);
    this.ledger.note('shop_open_orders', {}, pieces);
  }

  private async order(): Promise<void> {
    const { status } = await this.get('/order');
    this.ledger.note('http_requests_total', { method: 'GET', route: '/order', status });
    this.ledger.note('http_request_duration_seconds_count', { method: 'GET', route: '/order', status });
  }

  private async lose(worker: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (signal === 'SIGKILL') await this.primary.ask({ do: 'rest', worker, ms: REST_MS });
    await this.primary.ask({ do: 'kill', worker, signal });
    this.ledger.note('shop_open_orders', {}, -this.openOrders.get(worker)!);
    await this.report(`after ${signal}`);
  }

  /** A connection of its own each time, or one worker would get them all. */
  private get(path: string): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.port}${path}`, { headers: { connection: 'close' } });
  }

  /** Every worker is asked. */
  private async report(moment: string): Promise<void> {
    for (let scrape = 0; scrape < SCRAPES; scrape++) {
      const wrong = await this.inspection.look();
      const compared = this.inspection.samples.size;
      tell(this.attempt, { attackClass: ATTACK_CLASS, compared, wrong, circumstances: { moment } });
    }
  }
}
