import { join } from 'node:path';
import { findProgram } from '../programs.mjs';

// Debian's wrapper of the same name on the PATH insists on root or its own account.
const programs = {
  server: () => findProgram('rabbitmq-server', ['/usr/lib/rabbitmq/bin']),
  portMapper: () => findProgram('epmd'),
};

export const rabbitmq = {
  name: 'rabbitmq',
  variable: 'TEST_RABBITMQ_URL',
  packages: ['rabbitmq-server'],
  units: ['rabbitmq-server.service', 'epmd.socket', 'epmd.service'],
  programs,
  portCount: 3,
  files: ({ ports: [port], password }) => ({
    'rabbitmq.conf': [
      `listeners.tcp.default = 127.0.0.1:${port}`,
      'default_user = observability',
      `default_pass = ${password}`,
      'log.console = true',
      'log.file = false',
      '',
    ].join('\n'),
    enabled_plugins: '[].\n',
    'rabbitmq-env.conf': '',
  }),
  // Erlang's port mapper is ours, in the foreground: the one that Erlang would start outlives everybody.
  processes: (place) => [portMapper(place), broker(place)],
  url: ({ ports: [port], password }) => `amqp://observability:${password}@127.0.0.1:${port}`,
};

const portMapper = ({ ports: [, , mapperPort] }) => ({
  program: programs.portMapper(),
  args: ['-address', '127.0.0.1', '-port', String(mapperPort)],
  // NAMES_REQ; the answer starts with the mapper's own port.
  greeting: { port: mapperPort, say: Buffer.from([0, 1, 110]), isReady: (answer) => answer.length >= 4 },
});

const broker = ({ folder, ports: [port, distributionPort, mapperPort] }) => ({
  program: programs.server(),
  args: ['-noinput'],
  env: {
    ERL_CRASH_DUMP_SECONDS: '0',
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(mapperPort),
    RABBITMQ_ALLOW_INPUT: 'true', // makes the script become the server instead of watching it
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_CONF_ENV_FILE: join(folder, 'rabbitmq-env.conf'),
    RABBITMQ_DIST_PORT: String(distributionPort),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_LOG_BASE: folder,
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_NODENAME: 'observability@localhost',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}',
  },
  // AMQP 0-9-1. The answer is a method frame of channel 0: connection.start, class 10 method 10.
  greeting: {
    port,
    say: Buffer.from([...Buffer.from('AMQP'), 0, 0, 9, 1]),
    isReady: (answer) => answer[0] === 1 && answer.readUInt32BE(7) === (10 << 16) + 10,
  },
  // Its orderly shutdown takes seconds and saves what is deleted next.
  stopSignal: 'SIGKILL',
});
