/** Clients of a gateway that come, speak, say goodbye or are simply gone. */
import { connectClient, type AdapterName, type Client } from '../../../test/support/gateways.js';
import { openAndShut } from '../works/open-and-shut.js';
import type { StartWork } from '../works/work.js';

export const socketsOver =
  (adapter: AdapterName, port: number): StartWork =>
  ({ ledger, dice }) => {
    const clients = new Set<Client>();
    const coming = openAndShut<Client>(dice, {
      maxOpen: 5,
      open: async () => {
        const client = await connectClient(adapter, port);
        for (const name of ['websocket_connections_active', 'connections_active', 'connections_total'])
          ledger.note(name);
        clients.add(client);
        return client;
      },
      ends: [(client) => client.leave(), (client) => client.vanish()],
      ended: (client) => {
        clients.delete(client);
        for (const name of ['websocket_connections_active', 'connections_active']) ledger.note(name, {}, -1);
      },
    });
    const ask = async (client: Client): Promise<void> => {
      await client.ask('echo', 'anybody?');
      ledger.note('websocket_messages_sent_total');
      noteReceived('echo');
    };
    const noteReceived = (event: string): void => {
      ledger.note('websocket_messages_received_total');
      ledger.note('websocket_message_duration_seconds_count', { gateway: 'EchoGateway', event });
    };
    return {
      step: () => (clients.size === 0 || dice.chance(0.3) ? coming.step() : ask(dice.pick([...clients]))),
      finish: () => coming.finish(),
    };
  };
