import { Transport } from '@nestjs/microservices';
import { freePort } from '../support/free-port.js';
import { describeTransport } from './transport-suite.js';

describe('Messages over TCP', () => {
  describeTransport({
    transport: 'tcp',
    options: async () => {
      const options = { host: '127.0.0.1', port: await freePort() };
      return { server: { transport: Transport.TCP, options }, client: { transport: Transport.TCP, options } };
    },
  });
});
