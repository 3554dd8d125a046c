import { join } from 'node:path';
import { findProgram } from '../programs.mjs';

const programs = { server: () => findProgram('mosquitto') };

// MQTT 3.1.1 CONNECT: clean session, 60 s keep-alive, the empty client id that lets the server choose one.
const connect = Buffer.from([0x10, 12, 0, 4, ...Buffer.from('MQTT'), 4, 0b10, 0, 60, 0, 0]);
const accepted = Buffer.from([0x20, 2, 0, 0]);

export const mosquitto = {
  name: 'mosquitto',
  variable: 'TEST_MQTT_URL',
  packages: ['mosquitto'],
  units: ['mosquitto.service'],
  programs,
  files: ({ ports: [port] }) => ({
    'mosquitto.conf': [
      `listener ${port} 127.0.0.1`,
      'allow_anonymous true',
      'persistence false',
      'log_dest stderr',
      '',
    ].join('\n'),
  }),
  processes: ({ folder, ports: [port] }) => [
    {
      program: programs.server(),
      args: ['-c', join(folder, 'mosquitto.conf')],
      greeting: { port, say: connect, isReady: (answer) => answer.subarray(0, 4).equals(accepted) },
    },
  ],
  url: ({ ports: [port] }) => `mqtt://127.0.0.1:${port}`,
};
