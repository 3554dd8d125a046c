import { Transport } from '@nestjs/microservices';
import { describeWith } from '../support/services.js';
import { describeRpcContract } from './rpc-contract.js';

describeWith(['redis'], 'Redis', ({ redis }) => {
  const { hostname: host, port } = new URL(redis);
  const options = { host, port: Number(port) };
  const ends = async () =>
    ({ server: { transport: Transport.REDIS, options }, client: { transport: Transport.REDIS, options } }) as const;
  describeRpcContract('Redis', ends, { tellsDeparture: false });
});

describeWith(['nats'], 'NATS', ({ nats }) => {
  const options = { servers: [nats] };
  const ends = async () =>
    ({ server: { transport: Transport.NATS, options }, client: { transport: Transport.NATS, options } }) as const;
  describeRpcContract('NATS', ends, { tellsDeparture: false });
});

describeWith(['rabbitmq'], 'RabbitMQ', ({ rabbitmq }) => {
  let queues = 0;
  const ends = async () => {
    const queue = `contract-${process.pid}-${++queues}`;
    const options = { urls: [rabbitmq], queue, queueOptions: { durable: false, autoDelete: true } };
    return { server: { transport: Transport.RMQ, options }, client: { transport: Transport.RMQ, options } } as const;
  };
  describeRpcContract('RabbitMQ', ends, { tellsDeparture: false });
});

describeWith(['mosquitto'], 'MQTT', ({ mosquitto: url }) => {
  const options = { url };
  const ends = async () =>
    ({ server: { transport: Transport.MQTT, options }, client: { transport: Transport.MQTT, options } }) as const;
  describeRpcContract('MQTT', ends, { tellsDeparture: false });
});
