/** Asks the shop what the dice say, and writes down what it must be counted as. */
import type { Ledger } from '../accounting/ledger.js';
import type { Dice } from '../dice.js';
import type { Seen } from '../works/open-and-shut.js';
import type { StartWork } from '../works/work.js';
import { throwCall, type ExpectedCall } from './calls.js';
import { Client } from './client.js';

export class Visitor {
  private readonly client: Client;

  constructor(
    port: number,
    maxConnections: number,
    private readonly ledger: Ledger,
    private readonly dice: Dice,
  ) {
    this.client = new Client(port, maxConnections, {
      opened: () => {
        ledger.note('connections_total');
        ledger.note('connections_active');
      },
      closed: (lastedMs) => {
        ledger.note('connections_active', {}, -1);
        const seen = { leastMs: 0, mostMs: lastedMs + UNTIL_HEARD_MS };
        ledger.lasted('connection_duration_seconds', { status: 'ok' }, seen);
      },
    });
  }

  visit(): Promise<void> {
    return this.ask(throwCall(this.dice));
  }

  async ask(call: ExpectedCall): Promise<void> {
    const { status, elapsedMs } = await this.client.ask(call);
    this.noteEnd(call, status, { leastMs: call.leastMs ?? 0, mostMs: elapsedMs });
  }

  /** Returns what gives the request up, before anybody has answered it. */
  askInVain(call: ExpectedCall): () => void {
    const startedAtMs = performance.now();
    const leave = this.client.askInVain(call);
    return () => {
      leave();
      this.noteEnd(call, 499, { leastMs: 0, mostMs: performance.now() - startedAtMs + UNTIL_HEARD_MS });
    };
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private noteEnd({ method, methodLabel, route }: ExpectedCall, status: number, seen: Seen): void {
    const labels = { method: methodLabel ?? method, route, status };
    this.ledger.note('http_requests_total', labels);
    this.ledger.lasted('http_request_duration_seconds', labels, seen);
  }
}

/** When a server hears that a client has left is nobody's promise. */
const UNTIL_HEARD_MS = 60_000;

/** Requests as a work among others. */
export const visits: StartWork = ({ app, ledger, dice }) => {
  const { port } = app.getHttpServer().address() as { readonly port: number };
  const visitor = new Visitor(port, 1, ledger, dice);
  return { step: () => visitor.visit(), finish: () => visitor.close() };
};
