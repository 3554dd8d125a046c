/** Suites that talk to real servers: those that services-setup.mjs started, or that the environment names. */
import { describeUnless, type Lack } from './child-process.js';

const variables = {
  postgresql: 'TEST_POSTGRESQL_URL',
  redis: 'TEST_REDIS_URL',
  nats: 'TEST_NATS_URL',
  rabbitmq: 'TEST_RABBITMQ_URL',
  mosquitto: 'TEST_MQTT_URL',
  mariadb: 'TEST_MARIADB_URL',
} as const;

export type Service = keyof typeof variables;

const nobodyAsked = 'is not running: Jest was started without jest.services.config.js, or this file does not name it';
const nowhere = 'none://127.0.0.1:9/';

/**
 * A `describe` that runs when the servers are there. Without one it is a failing test in CI, and elsewhere a skip whose
 * title tells how to install it; a server that is installed but does not start fails everywhere.
 *
 * Name the servers literally, in quotes: the set-up starts those that it finds in the test files.
 *
 * @param suite gets one URL per server; in a skipped suite they lead nowhere
 */
export function describeWith<S extends Service>(
  services: readonly S[],
  title: string,
  suite: (urls: Readonly<Record<S, string>>) => void,
): void {
  const urls = services.map((service) => [service, process.env[variables[service]] ?? nowhere]);
  const absent = services.filter((service) => !process.env[variables[service]]).map(lackOf);
  describeUnless(absent)(title, () => suite(Object.fromEntries(urls) as Record<S, string>));
}

function lackOf(service: Service): Lack {
  const absent = JSON.parse(process.env['TEST_SERVICES_ABSENT'] ?? '{}') as Record<string, Lack>;
  const { reason, isFailure } = absent[service] ?? { reason: nobodyAsked };
  return { reason: `${service} ${reason}`, isFailure };
}
