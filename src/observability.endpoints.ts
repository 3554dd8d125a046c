/** Every path of ours: on the application's own server, on a port of our own, or on both. */
import type { ResolvedConfig } from './config/index.js';
import {
  EndpointServer,
  EndpointTable,
  OwnPortServer,
  RequestGate,
  whenListening,
  type Endpoint,
  type RequestServer,
} from './endpoints/index.js';
import type { Diagnostics } from './kernel/index.js';

/** Told where a person at this machine reaches a server, such as `http://localhost:3000`. */
type TellUrl = (url: string) => void;

export class ObservabilityEndpoints {
  readonly gate: RequestGate;
  /** Undefined where metrics have no port of their own. */
  readonly ownPort: OwnPortServer | undefined;
  private readonly table: EndpointTable;
  private readonly ownPortTable: EndpointTable;
  private readonly onListening: TellUrl[] = [];

  constructor(
    { metrics }: ResolvedConfig,
    private readonly diagnostics: Diagnostics,
  ) {
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
  private onApplication(endpoints: readonly Endpoint[]): void {
    for (const endpoint of endpoints) this.table.register(endpoint);
  }

  /** On the own port where that is asked for; else on the application's own server. */
  place(endpoints: readonly Endpoint[], isApart: boolean): void {
    if (isApart) this.apart(endpoints);
    else this.onApplication(endpoints);
  }

  /** Tells where what was placed so can be reached, once it can. */
  whenReachable(isApart: boolean, tell: TellUrl): void {
    const safely: TellUrl = (url) => this.diagnostics.safely('endpoints', 'listening', () => tell(url), undefined);
    if (isApart && this.ownPort !== undefined) this.ownPort.whenListening(safely);
    else this.onListening.push(safely);
  }

  /** Answers on the application's server. Returns the end of waiting until it listens. */
  attach(server: RequestServer): () => void {
    this.gate.attach(server);
    const ends = this.onListening.map((tell) => whenListening(server, tell));
    return () => {
      for (const end of ends) end();
    };
  }

  /** The application serves this route itself: ours gives way. */
  stepAside(template: string, method: string): void {
    this.table.stepAside(template, method);
  }
}
