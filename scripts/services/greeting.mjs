// Asks a server over its own protocol whether it is ready: an open port alone proves little.
import { createConnection } from 'node:net';

/**
 * One attempt on 127.0.0.1, over within `timeoutMs`.
 *
 * @param greeting { port, say, isReady(answer) }, where `say` is sent first (empty when the server speaks first)
 * @returns whether the server's answer, as far as it came, is that of a ready server
 */
export function greet({ port, say, isReady }, timeoutMs = 2_000) {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port, timeout: timeoutMs });
    let answer = Buffer.alloc(0);
    const finish = (answered) => {
      socket.destroy();
      resolve(answered);
    };
    socket.on('connect', () => socket.write(say));
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      if (isComplete(answer, isReady)) finish(true);
    });
    for (const event of ['timeout', 'error', 'close']) socket.on(event, () => finish(false));
  });
}

// A predicate that reads past the end of what came so far is told the rest later.
function isComplete(answer, isReady) {
  try {
    return isReady(answer);
  } catch {
    return false;
  }
}
