import { Transport } from '@nestjs/microservices';
import { describeWith } from '../support/services.js';
import { describeTransport } from './transport-suite.js';

describeWith(['nats'], 'Messages over NATS', ({ nats }) => {
  describeTransport({
    transport: 'nats',
    options: async () => {
      const options = { servers: [nats] };
      return { server: { transport: Transport.NATS, options }, client: { transport: Transport.NATS, options } };
    },
  });
});
