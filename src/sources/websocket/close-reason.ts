/** What the end of a connection means: adapters tell it as socket.io's reason or as the WebSocket's close code. */
import type { ConnectionEnd } from '../connections/connection-counts.js';

const SAID_GOODBYE: ConnectionEnd = { outcome: 'ok' };
const GONE: ConnectionEnd = { outcome: 'canceled' };

/** @see https://socket.io/docs/v4/server-socket-instance/#disconnect */
const SOCKET_IO_REASONS: Readonly<Record<string, ConnectionEnd>> = {
  'server shutting down': GONE,
  'ping timeout': { outcome: 'error', errorType: 'ping_timeout' },
  'transport error': { outcome: 'error', errorType: 'transport_error' },
  'parse error': { outcome: 'error', errorType: 'parse_error' },
};

/** @param reason socket.io's text or a code of RFC 6455; an adapter that tells neither has had a normal end */
export function endOf(reason: unknown): ConnectionEnd {
  if (typeof reason === 'number') return endOfCode(reason);
  return SOCKET_IO_REASONS[String(reason)] ?? SAID_GOODBYE;
}

/** @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4 */
const GOODBYES: ReadonlySet<number> = new Set([1000, 1001, 1005, 1012, 1013]);
const ABNORMAL_CLOSURE = 1006;
const LAST_PROTOCOL_CODE = 1015;

function endOfCode(code: number): ConnectionEnd {
  if (code === ABNORMAL_CLOSURE) return GONE;
  // Codes above are the application's own words.
  if (GOODBYES.has(code) || code > LAST_PROTOCOL_CODE) return SAID_GOODBYE;
  return { outcome: 'error', errorType: `close_${code}` };
}
