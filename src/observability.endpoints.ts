/** Every path of ours: on the application's own server, on a port of our own, or on both. */
import type { ResolvedConfig } from './config/index.js';
import { EndpointServer, EndpointTable, OwnPortServer, RequestGate, type Endpoint } from './endpoints/index.js';
import type { Diagnostics } from './kernel/index.js';

export class ObservabilityEndpoints {
  readonly gate: RequestGate;
  /** Undefined where metrics have no port of their own. */
  readonly ownPort: OwnPortServer | undefined;
  private readonly table: EndpointTable;
  private readonly ownPortTable: EndpointTable;

  constructor({ metrics }: ResolvedConfig, diagnostics: Diagnostics) {
    const server = new EndpointServer(diagnostics);
    const { host, port } = metrics;
    this.table = new EndpointTable(diagnostics);
    this.gate = new RequestGate(this.table, server, diagnostics);
    this.ownPortTable = new EndpointTable(diagnostics);
    this.ownPort = port === undefined ? undefined : new OwnPortServer({ host, port }, this.ownPortTable, server);
  }

  /** Answered wherever we answer. */
  everywhere(endpoints: readonly Endpoint[]): void {
    for (const endpoint of endpoints) {
      this.table.register(endpoint);
      this.ownPortTable.register(endpoint);
    }
  }

  /** Answered on the own port only, where there is one. */
  apart(endpoints: readonly Endpoint[]): void {
    const table = this.ownPort === undefined ? this.table : this.ownPortTable;
    for (const endpoint of endpoints) table.register(endpoint);
  }

  /** Answered on the application's own server only. */
  onApplication(endpoints: readonly Endpoint[]): void {
    for (const endpoint of endpoints) this.table.register(endpoint);
  }

  /** The application serves this route itself: ours gives way. */
  stepAside(template: string, method: string): void {
    this.table.stepAside(template, method);
  }
}
