import { Transport } from '@nestjs/microservices';
import { describeWith } from '../support/services.js';
import { describeTransport } from './transport-suite.js';

describeWith(['rabbitmq'], 'Messages over RabbitMQ', ({ rabbitmq }) => {
  let queues = 0;
  describeTransport({
    transport: 'rabbitmq',
    options: async () => {
      const queue = `orders-${process.pid}-${++queues}`;
      const options = { urls: [rabbitmq], queue, queueOptions: { durable: false, autoDelete: true } };
      return { server: { transport: Transport.RMQ, options }, client: { transport: Transport.RMQ, options } };
    },
  });
});
