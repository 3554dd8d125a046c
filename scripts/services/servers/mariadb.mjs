import { join } from 'node:path';
import { findProgram } from '../programs.mjs';

const programs = {
  server: () => findProgram('mariadbd'),
  installDb: () => findProgram('mariadb-install-db'),
  // mariadb-install-db calls it; Debian has it in the client's package.
  printDefaults: () => findProgram('my_print_defaults'),
};

export const mariadb = {
  name: 'mariadb',
  variable: 'TEST_MARIADB_URL',
  packages: ['mariadb-server-core', 'mariadb-client-core'],
  units: [],
  programs,
  // Statements of an init file stand on one line each.
  files: ({ password }) => ({
    'init.sql': [
      'CREATE DATABASE observability;',
      `CREATE USER observability@127.0.0.1 IDENTIFIED BY '${password}';`,
      'GRANT ALL ON *.* TO observability@127.0.0.1;',
      '',
    ].join('\n'),
  }),
  prepare: ({ folder }) => [
    [
      programs.installDb(),
      '--no-defaults',
      `--datadir=${join(folder, 'data')}`,
      '--auth-root-authentication-method=socket',
      '--skip-test-db',
      '--skip-name-resolve',
      ...small,
    ],
  ],
  processes: ({ folder, ports: [port] }) => [
    {
      program: programs.server(),
      args: [
        '--no-defaults',
        `--datadir=${join(folder, 'data')}`,
        `--init-file=${join(folder, 'init.sql')}`,
        '--bind-address=127.0.0.1',
        `--port=${port}`,
        `--socket=${join(folder, 'socket')}`,
        '--skip-name-resolve',
        '--innodb-flush-log-at-trx-commit=0',
        ...small,
      ],
      // The server speaks first: packet 0, protocol version 10. An error packet would carry 255 there.
      greeting: { port, say: '', isReady: (answer) => answer[3] === 0 && answer[4] === 10 },
    },
  ],
  url: ({ ports: [port], password }) => `mysql://observability:${password}@127.0.0.1:${port}/observability`,
};

const small = ['--innodb-log-file-size=4M', '--innodb-buffer-pool-size=20M'];
