import { Transport } from '@nestjs/microservices';
import { describeWith } from '../support/services.js';
import { describeTransport } from './transport-suite.js';

describeWith(['redis'], 'Messages over Redis', ({ redis }) => {
  const { hostname: host, port } = new URL(redis);
  describeTransport({
    transport: 'redis',
    options: async () => {
      const options = { host, port: Number(port) };
      return { server: { transport: Transport.REDIS, options }, client: { transport: Transport.REDIS, options } };
    },
  });
});
