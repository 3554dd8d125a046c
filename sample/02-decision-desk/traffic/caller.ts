/** Somebody who asks over a WebSocket and hears the answer word by word. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { DeskClient } from './desk-client.js';

const timeoutMs = 10_000;

/** Resolves when the answer, or a refusal, is there. */
export async function askAloud(user: DeskClient, conversationId: string, content: string): Promise<void> {
  const socket = new WebSocket(user.socketUrl('/ask'), { headers: user.identity, handshakeTimeout: timeoutMs });
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    await once(socket, 'open', { signal });
    socket.send(JSON.stringify({ event: 'ask', data: { conversationId, content } }));
    await lastWord(socket, signal);
  } finally {
    socket.close(1000);
  }
}

async function lastWord(socket: WebSocket, signal: AbortSignal): Promise<void> {
  for (;;) {
    const [data] = (await once(socket, 'message', { signal })) as [Buffer];
    const { event } = JSON.parse(data.toString()) as { event: string };
    if (event !== 'text') return;
  }
}
