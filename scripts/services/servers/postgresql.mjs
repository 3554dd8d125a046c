import { join } from 'node:path';
import { findProgram, versionedFolders } from '../programs.mjs';

const debian = versionedFolders('/usr/lib/postgresql', 'bin');
const programs = { initdb: () => findProgram('initdb', debian), server: () => findProgram('postgres', debian) };

export const postgresql = {
  name: 'postgresql',
  variable: 'TEST_POSTGRESQL_URL',
  packages: ['postgresql'],
  units: ['postgresql.service'],
  programs,
  files: ({ password }) => ({ password }),
  prepare: ({ folder }) => [
    [
      programs.initdb(),
      ...['--pgdata', join(folder, 'data'), '--username', 'postgres', '--pwfile', join(folder, 'password')],
      ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C', '--no-sync', '--no-instructions'],
    ],
  ],
  processes: ({ folder, ports: [port] }) => [
    {
      program: programs.server(),
      args: ['-D', join(folder, 'data'), '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      greeting: { port, say: startup, isReady: (answer) => answer.toString('latin1', 0, 1) === 'R' },
      // Fast shutdown. A plain kill would leave its shared memory behind.
      stopSignal: 'SIGINT',
    },
  ],
  url: ({ ports: [port], password }) => `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
};

// Its data need not survive anything.
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
];

// A start-up message of protocol 3.0. A server that is still starting answers with an error, a ready one asks for the
// password (an authentication request, `R`).
const parameters = Buffer.from('user\0postgres\0\0');
const startup = Buffer.concat([Buffer.from([0, 0, 0, 8 + parameters.length, 0, 3, 0, 0]), parameters]);
