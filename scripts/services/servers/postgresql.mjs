import { join } from 'node:path';
import { findProgram, versionedFolders } from '../programs.mjs';

// Debian keeps the server's programs out of the PATH, by version.
const find = (name) => findProgram(name, versionedFolders('/usr/lib/postgresql', 'bin'));
const programs = { initdb: () => find('initdb'), server: () => find('postgres') };

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
      `--pgdata=${join(folder, 'data')}`,
      '--username=postgres',
      `--pwfile=${join(folder, 'password')}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ],
  ],
  processes: ({ folder, ports: [port] }) => [
    {
      program: programs.server(),
      args: ['-D', join(folder, 'data'), '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      greeting: { port, say: startup, isReady: (answer) => answer.toString('latin1', 0, 1) === 'R' },
      // Fast shutdown: ends the sessions first.
      stopSignal: 'SIGINT',
    },
  ],
  url: ({ ports: [port], password }) => `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
};

// Its data need not survive anything.
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'dynamic_shared_memory_type=mmap', // in its folder, so that nothing stays in /dev/shm when it is killed
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
];

// A start-up message of protocol 3.0. A server that is still starting answers with an error, a ready one asks for the
// password (an authentication request, `R`).
const parameters = Buffer.from('user\0postgres\0\0');
const startup = Buffer.concat([Buffer.from([0, 0, 0, 8 + parameters.length, 0, 3, 0, 0]), parameters]);
