// The servers that tests talk to. Each entry says what to install, how to start it and when it answers:
//
//   name, variable       what people call it, and the environment variable its URL travels in
//   packages, units      Debian packages, and the systemd units that those would start at boot
//   programs             functions giving the path of each program it needs, or undefined
//   portCount            how many ports it listens on (the first is the one in the URL)
//   prepare(place)       steps before the start: [program, ...arguments] each, or nothing
//   files(place)         files to write before `prepare`: { name: content }
//   processes(place)     started in this order, each after the one before answered its greeting
//   url(place)
//
// A place is { folder, ports, password }: an empty folder of its own, free ports of 127.0.0.1, a password for this start.
import { chromium } from './chromium.mjs';
import { nginx } from './nginx.mjs';
import { mariadb } from './servers/mariadb.mjs';
import { mosquitto } from './servers/mosquitto.mjs';
import { nats } from './servers/nats.mjs';
import { postgresql } from './servers/postgresql.mjs';
import { rabbitmq } from './servers/rabbitmq.mjs';
import { redis } from './servers/redis.mjs';

export const servers = [postgresql, redis, nats, rabbitmq, mosquitto, mariadb];

/** What is installed beside them and not served. */
export const programs = [chromium, nginx];

/** @throws Error naming the known servers when one of the names is not among them */
export function serversNamed(names, known = servers) {
  const unknown = names.filter((name) => !known.some((server) => server.name === name));
  if (unknown.length > 0) throw new Error(`No such server: ${unknown.join(', ')}. Known: ${namesOf(known)}`);
  return known.filter(({ name }) => names.includes(name));
}

export const isInstalled = (server) => Object.values(server.programs).every((find) => find() !== undefined);

const namesOf = (list) => list.map(({ name }) => name).join(', ');
