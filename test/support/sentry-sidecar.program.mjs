/** Spotlight's sidecar, an ingest of Sentry's own making, in a process of its own. Prints the port it listens on. */
import net from 'node:net';
import { setupSpotlight } from '@spotlightjs/spotlight';
import { HonoRequest } from 'hono/request';

// It listens on every address and offers no choice.
const { listen } = net.Server.prototype;
net.Server.prototype.listen = function (port, ...rest) {
  return typeof port === 'number'
    ? listen.call(this, { port, host: '127.0.0.1' }, ...rest.filter((one) => typeof one === 'function'))
    : listen.call(this, port, ...rest);
};

// It shows the query as text, for which the Hono of its range has no method since 4.13.
const { query } = HonoRequest.prototype;
HonoRequest.prototype.query = function (...names) {
  return names.length > 0 ? query.apply(this, names) : { ...query.call(this) };
};

const server = await setupSpotlight({ port: 0, isStandalone: true });
process.stdout.write(`port ${server.address().port}\n`);
