/** Whether a server accepts connections: all there is to ask where no connection is open that could be asked. */
import { connect } from 'node:net';
import { onAbort, tooLate } from './dependency.js';

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

/** Resolves when one of the servers lets us in. */
export async function reach(servers: readonly ServerAddress[], signal: AbortSignal): Promise<void> {
  if (servers.length === 0) throw new Error('the address of the server is not known');
  try {
    await Promise.any(servers.map((server) => knock(server, signal)));
  } catch (error) {
    throw (error as AggregateError).errors[0];
  }
}

function knock({ host, port }: ServerAddress, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const forget = onAbort(signal, () => socket.destroy(tooLate()));
    socket.once('connect', () => {
      resolve();
      socket.destroy();
    });
    socket.once('error', reject);
    socket.once('close', forget);
  });
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'nats:': 4222,
  'tls:': 4222,
  'mqtt:': 1883,
  'mqtts:': 8883,
  'amqp:': 5672,
  'amqps:': 5671,
  'redis:': 6379,
  'rediss:': 6379,
  'ws:': 80,
  'wss:': 443,
};

/**
 * Reads `nats://user:password@host:4222` and `host:4222` alike; nothing where there is no host, such as the path of a socket.
 * @param scheme stands before an address that has none
 */
export function addressOf(text: string, scheme: string): ServerAddress[] {
  const url = text.includes('://') ? text : `${scheme}://${text}`;
  if (!URL.canParse(url)) return [];
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const number = port === '' ? DEFAULT_PORTS[protocol] : Number(port);
  return host === '' || number === undefined ? [] : [{ host, port: number }];
}
