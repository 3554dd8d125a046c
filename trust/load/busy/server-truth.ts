/**
 * What an application's HTTP server has done, told by nobody but Node: every request whose head has reached the application, and how it
 * ended. It listens on the raw server beside the module and shares no code with it.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The client has left before all of the answer was handed over. */
const CLIENT_LEFT = 499;
/** Fixed by the application; everything else has no route. */
const PATHS = new Set(['/steady', '/failing', '/piped', '/late', '/upload', '/large', '/stream', '/events', '/held']);
const STREAM = '/events';

interface Exchange {
  readonly place: string;
  readonly isStream: boolean;
  readonly response: ServerResponse;
  isFinished: boolean;
}

export class ServerTruth {
  connections = 0;
  openConnections = 0;
  requests = 0;
  openRequests = 0;
  /** `GET /steady 200`, `POST 200` → how many. */
  readonly ended: Record<string, number> = {};
  private readonly exchangesOn = new WeakMap<Socket, Set<Exchange>>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => this.connected(socket));
    server.prependListener('request', (request, response) => this.begin(request, response));
  }

  private connected(socket: Socket): void {
    const exchanges = new Set<Exchange>();
    this.exchangesOn.set(socket, exchanges);
    this.connections++;
    this.openConnections++;
    socket.once('close', () => {
      this.openConnections--;
      // Node forgets the responses that wait for another one's end on a connection that is gone.
      for (const exchange of exchanges) this.end(exchange, exchanges);
    });
  }

  private begin({ method, url, socket }: IncomingMessage, response: ServerResponse): void {
    const exchanges = this.exchangesOn.get(socket)!;
    const path = templateOf(url!);
    const exchange = { place: placeOf(method!, path), isStream: path === STREAM, response, isFinished: false };
    this.requests++;
    this.openRequests++;
    exchanges.add(exchange);
    response.once('finish', () => (exchange.isFinished = true));
    response.once('close', () => this.end(exchange, exchanges));
  }

  private end(exchange: Exchange, exchanges: Set<Exchange>): void {
    if (!exchanges.delete(exchange)) return;
    const key = `${exchange.place} ${statusOf(exchange)}`;
    this.openRequests--;
    this.ended[key] = (this.ended[key] ?? 0) + 1;
  }
}

/** Whether the route of a body that never became whole was reached, only the framework knows: of these the method has to do. */
export function placeOf(method: string, route: string): string {
  return method === 'GET' ? `GET ${route}` : method;
}

function templateOf(url: string): string {
  const [path] = url.split('?') as [string];
  if (path.startsWith('/items/')) return '/items/:id';
  return PATHS.has(path) ? path : '_UNMATCHED';
}

/** A request for an event stream is answered with the head. */
function statusOf({ isStream, isFinished, response }: Exchange): number {
  const isAnswered = isFinished || (isStream && response.headersSent);
  return isAnswered ? response.statusCode : CLIENT_LEFT;
}
