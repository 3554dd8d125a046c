import { Transport } from '@nestjs/microservices';
import { freePort } from '../support/free-port.js';
import { describeRpcContract } from './rpc-contract.js';

async function ends() {
  const options = { host: '127.0.0.1', port: await freePort() };
  return { server: { transport: Transport.TCP, options }, client: { transport: Transport.TCP, options } } as const;
}

describeRpcContract('TCP', ends, { tellsDeparture: true });
