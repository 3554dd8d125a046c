/**
 * How long TLS handshakes of outgoing connections take, whichever client opens them. Node tells nobody, so the one method that
 * every client handshake goes through is wrapped.
 */
import { TLSSocket } from 'node:tls';
import type { MetricDefinition } from '../../kernel/index.js';
import type { MetricRegistry } from '../metric-registry.js';

export const handshakeDuration = {
  name: 'tls_handshake_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time that successful TLS handshakes of outgoing connections took, without opening the connection',
  labelNames: [],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  family: 'runtime',
} as const satisfies MetricDefinition;

const START_HANDSHAKE = '_start';
type HandshakeStarter = Record<typeof START_HANDSHAKE, (this: TLSSocket) => void>;

/** Returns what stops it. */
export function watchHandshakes(registry: MetricRegistry): () => void {
  const cell = registry.define(handshakeDuration).cell([]);
  return followHandshakes((durationMs) => cell.observe(durationMs / 1000));
}

function followHandshakes(onDone: (durationMs: number) => void): () => void {
  const prototype = TLSSocket.prototype as unknown as HandshakeStarter;
  const original = prototype[START_HANDSHAKE];
  let isFollowing = true;
  const followed = function (this: TLSSocket): void {
    // Called again once the connection is open.
    if (isFollowing && !this.connecting) timeHandshake(this, onDone);
    original.call(this);
  };
  prototype[START_HANDSHAKE] = followed;
  return () => {
    isFollowing = false;
    // Somebody who wrapped ours meanwhile keeps it, idle.
    if (prototype[START_HANDSHAKE] === followed) prototype[START_HANDSHAKE] = original;
  };
}

function timeHandshake(socket: TLSSocket, onDone: (durationMs: number) => void): void {
  const startedAtMs = performance.now();
  socket.once('secureConnect', () => onDone(performance.now() - startedAtMs));
}
