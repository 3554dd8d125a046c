/** The desk with everything around it, a window of walks through it, and the proof that each window did its work. */
import { pin, SERVER_CORE } from '../harness/cores.js';
import { MeasuredProcess } from '../harness/measured-process.js';
import type { Received, SinkCommand } from '../harness/otlp-sink.js';
import { difference } from '../requests/difference.js';
import { LineCounter } from '../requests/line-counter.js';
import { isPlausibleSample } from '../requests/proof.js';
import { REQUESTS_PER_WALK, ROWS_PER_WALK, walkDecision } from './decision-walk.js';
import { DeskClient } from './desk-client.js';
import type { DeskCommand, DeskReading } from './desk-server.js';
import { createDatabase, type DeskDatabase } from './postgresql.js';

export interface DeskWindow extends DeskReading {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p99Ms: number;
}

const WALKERS = 8;
const SAMPLE_RATIO = 0.1;

export class DeskBench {
  private port = 0;
  private walks = 0;
  rootsReceived = 0;
  logLines = 0;

  private constructor(
    private readonly database: DeskDatabase,
    private readonly sink: MeasuredProcess<SinkCommand>,
    private readonly server: MeasuredProcess<DeskCommand>,
    private readonly log: LineCounter,
  ) {}

  static async start(execPath: string): Promise<DeskBench> {
    const database = await createDatabase();
    const sink = new MeasuredProcess<SinkCommand>('harness/otlp-sink.js');
    const endpoint = `http://127.0.0.1:${await sink.ask<number>('ok')}`;
    const log = new LineCounter();
    const server = new MeasuredProcess<DeskCommand>('desk/desk-server.js', [endpoint, String(SAMPLE_RATIO)], {
      execPath,
      env: { NODE_ENV: 'production', DATABASE_URL: database.url, TRAFFIC: 'off', QUESTIONS_PER_MINUTE: '1000000' },
      onOutput: log.read,
    });
    const bench = new DeskBench(database, sink, server, log);
    await bench.listening();
    return bench;
  }

  /** `walks` decisions by several users at once. What waits for export is exported within it. */
  async window(isOn: boolean, walks: number): Promise<DeskWindow> {
    const [receivedBefore, linesBefore] = [await this.sink.ask<Received>('count'), await this.log.settled()];
    const before = await this.server.ask<DeskReading>({ ask: 'switch', isOn });
    const load = await this.walk(walks);
    const reading = difference(before, await this.server.ask<DeskReading>({ ask: 'settle' }));
    const received = difference(receivedBefore, await this.sink.ask<Received>('count'));
    const lines = (await this.log.settled()) - linesBefore;
    this.assertWorkDone(isOn, load.requests, { reading, received, lines });
    return { ...reading, ...load };
  }

  /** @throws Error when the database does not hold what was sent */
  async rows(): Promise<number> {
    const tables = Object.keys(ROWS_PER_WALK) as (keyof typeof ROWS_PER_WALK)[];
    const found = await this.database.countRows(tables);
    for (const table of tables) expectCount(`rows in ${table}`, found[table]!, ROWS_PER_WALK[table] * this.walks);
    return Object.values(found).reduce((sum, count) => sum + count, 0);
  }

  async stop(): Promise<void> {
    await this.server.kill();
    await this.sink.kill();
    await this.database.drop();
  }

  /** Leaves nothing behind when the desk does not start. */
  private async listening(): Promise<void> {
    try {
      this.port = (await this.server.hear<{ port: number }>()).port;
      pin(this.server.pid, SERVER_CORE);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  private async walk(walks: number) {
    const clients = Array.from({ length: WALKERS }, () => new DeskClient(this.port));
    const startedAtMs = performance.now();
    let begun = 0;
    const keepWalking = async (client: DeskClient): Promise<void> => {
      while (begun < walks) await walkDecision(client, begun++);
    };
    await Promise.all(clients.map(keepWalking));
    const seconds = (performance.now() - startedAtMs) / 1000;
    for (const client of clients) client.close();
    this.walks += walks;
    const latenciesMs = clients.flatMap((client) => client.latenciesMs);
    const requests = clients.reduce((sum, { sent }) => sum + sent, 0);
    expectCount('requests sent', requests, walks * REQUESTS_PER_WALK);
    return { requests, requestsPerSecond: requests / seconds, p99Ms: percentile(latenciesMs, 0.99) };
  }

  private assertWorkDone(isOn: boolean, sent: number, { reading, received, lines }: Evidence): void {
    expectCount('requests counted', reading.counted, isOn ? sent : 0);
    expectCount('spans dropped', reading.dropped, 0);
    expectCount('spans received', received.spans, reading.spans);
    if (!isPlausibleSample(received.roots, isOn ? sent : 0, SAMPLE_RATIO))
      throw new Error(`the decision desk: ${received.roots} traces of ${sent} requests, sampled: ${isOn}`);
    if (isOn && lines < sent) throw new Error(`the decision desk: ${lines} log lines for ${sent} requests`);
    this.rootsReceived += received.roots;
    this.logLines += lines;
  }
}

interface Evidence {
  readonly reading: DeskReading;
  readonly received: Received;
  readonly lines: number;
}

function expectCount(what: string, actual: number, expected: number): void {
  if (actual !== expected) throw new Error(`the decision desk: ${what}: ${actual}; expected ${expected}`);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}
