/**
 * A server of our own for metrics and probes, where the application has none (microservices, standalone contexts, jobs) or
 * should not show them. It never keeps a process alive and never holds up its end.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { ObservabilityError } from '../kernel/index.js';
import type { EndpointServer } from './endpoint-server.js';
import type { EndpointTable } from './endpoint-table.js';
import { pathOf } from './request-target.js';
import { whenListening } from './server-url.js';

export interface OwnPortOptions {
  readonly host: string;
  /** 0 takes any free port; `port` tells which. */
  readonly port: number;
}

export class OwnPortServer {
  private readonly server: Server;

  constructor(
    private readonly options: OwnPortOptions,
    private readonly table: EndpointTable,
    private readonly endpoints: EndpointServer,
  ) {
    this.server = createServer((request, response) => this.answer(request, response));
    this.server.on('connection', (socket: Socket) => socket.unref());
  }

  /** @throws ObservabilityError OBS_ERR_PORT_TAKEN when the address cannot be opened. */
  async listen(): Promise<void> {
    const { host, port } = this.options;
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', (error) => reject(cannotOpen(error, this.options)));
      this.server.listen({ host, port }, resolve);
    });
    this.server.removeAllListeners('error').on('error', () => undefined);
    this.server.unref();
  }

  /** Tells where a person at this machine reaches it, once it listens. */
  whenListening(tell: (url: string) => void): void {
    whenListening(this.server, tell);
  }

  /** The port it listens on; undefined while it does not. */
  get port(): number | undefined {
    return (this.server.address() as AddressInfo | null)?.port;
  }

  /** Ends at once, whatever a client still reads. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    const isClosed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await isClosed;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const endpoint = this.table.find(pathOf(request.url), request.method);
    if (endpoint !== undefined) void this.endpoints.serve(endpoint, request, response);
    else response.writeHead(404, { 'content-type': 'application/json' }).end(NOT_FOUND);
  }
}

const NOT_FOUND = JSON.stringify({ error: 'Not Found' });

function cannotOpen(error: NodeJS.ErrnoException, { host, port }: OwnPortOptions): ObservabilityError {
  return ObservabilityError.of({
    code: 'OBS_ERR_PORT_TAKEN',
    fact: `metrics.port and metrics.host name an address that cannot be opened (${error.code ?? error.message})`,
    got: `${host}:${port}`,
    fix: FIXES[error.code ?? ''] ?? 'set METRICS_PORT and METRICS_HOST to an address of this machine that is free',
  });
}

const FIXES: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'stop the process that has the port, set METRICS_PORT to another, or remove it to serve from the application',
  EACCES: 'set METRICS_PORT to a port above 1023',
  EADDRNOTAVAIL: 'set METRICS_HOST to an address of this machine, such as 0.0.0.0',
};
