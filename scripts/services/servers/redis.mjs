import { findProgram } from '../programs.mjs';

const programs = { server: () => findProgram('redis-server') };

export const redis = {
  name: 'redis',
  variable: 'TEST_REDIS_URL',
  packages: ['redis-server'],
  units: ['redis-server.service'],
  programs,
  processes: ({ folder, ports: [port] }) => [
    {
      program: programs.server(),
      args: ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'no'],
      greeting: { port, say: 'PING\r\n', isReady: (answer) => answer.toString().startsWith('+PONG') },
    },
  ],
  url: ({ ports: [port] }) => `redis://127.0.0.1:${port}`,
};
