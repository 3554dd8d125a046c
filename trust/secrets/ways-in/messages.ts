/** What strangers send as messages: over a WebSocket, and to a microservice. */
import { ClientProxyFactory, Transport } from '@nestjs/microservices';
import { once } from 'node:events';
import { firstValueFrom } from 'rxjs';
import { WebSocket } from 'ws';
import type { WayIn } from './way-in.js';

export const messageWays: readonly WayIn[] = [
  {
    name: 'WebSocket message',
    enter: async (cage, { text, field: [name, value] }) => {
      const socket = new WebSocket(`${cage.url.replace('http', 'ws')}/?${new URLSearchParams({ [name]: value })}`);
      await once(socket, 'open');
      socket.send(JSON.stringify({ event: 'sing', data: { text, [name]: value } }));
      await once(socket, 'message');
      socket.close();
    },
  },
  {
    name: 'microservice message',
    enter: async (cage, { text, field: [name, value] }) => {
      const options = { host: '127.0.0.1', port: cage.settings.rpcPort };
      const client = ClientProxyFactory.create({ transport: Transport.TCP, options });
      await firstValueFrom(client.send('sing', { text, [name]: value })).catch(() => undefined);
      await client.close();
    },
  },
];
