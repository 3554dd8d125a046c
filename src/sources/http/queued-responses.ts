/**
 * A pipelined request's response waits for the one before it and has no socket until then. When the client leaves, Node
 * closes the response at the head of the queue and forgets the others: they would never tell that they are over.
 */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

// One listener per connection, however many requests a client sends ahead.
const queues = new WeakMap<Socket, Set<ServerResponse>>();

export function isQueued(response: ServerResponse): boolean {
  return response.socket === null;
}

/** Calls `closed` on the response when its connection closes; not after the response has closed by itself. */
export function closeWithConnection(
  response: ServerResponse,
  connection: Socket,
  closed: (this: ServerResponse) => void,
): void {
  const queue = queues.get(connection) ?? newQueue(connection, closed);
  queue.add(response);
  response.once('close', () => queue.delete(response));
}

function newQueue(connection: Socket, closed: (this: ServerResponse) => void): Set<ServerResponse> {
  const queue = new Set<ServerResponse>();
  queues.set(connection, queue);
  connection.once('close', () => {
    for (const response of queue) closed.call(response);
  });
  return queue;
}
