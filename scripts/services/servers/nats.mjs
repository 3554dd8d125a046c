import { findProgram } from '../programs.mjs';

const programs = { server: () => findProgram('nats-server') };

export const nats = {
  name: 'nats',
  variable: 'TEST_NATS_URL',
  packages: ['nats-server'],
  units: ['nats-server.service'],
  programs,
  processes: ({ folder, ports: [port] }) => [
    {
      program: programs.server(),
      args: ['--addr', '127.0.0.1', '--port', String(port), '--jetstream', '--store_dir', folder],
      // The server speaks first; its INFO line says whether JetStream is up.
      greeting: { port, say: '', isReady: (answer) => /^INFO .*"jetstream":true.*\r\n/.test(answer.toString()) },
    },
  ],
  url: ({ ports: [port] }) => `nats://127.0.0.1:${port}`,
};
