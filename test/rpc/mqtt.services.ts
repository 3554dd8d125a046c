import { Transport } from '@nestjs/microservices';
import { describeWith } from '../support/services.js';
import { describeTransport } from './transport-suite.js';

describeWith(['mosquitto'], 'Messages over MQTT', ({ mosquitto: url }) => {
  for (const protocolVersion of [4, 5] as const) {
    describe(`protocol version ${protocolVersion}`, () => {
      describeTransport({
        transport: 'mqtt',
        options: async () => {
          const options = { url, protocolVersion };
          return { server: { transport: Transport.MQTT, options }, client: { transport: Transport.MQTT, options } };
        },
      });
    });
  }
});
