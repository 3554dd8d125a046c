/** Messages over TCP as Nest frames them, and over a WebSocket as browsers do. */
import { GATEWAY_PATH } from '../application/gateway.js';
import type { RawScript, Writing } from '../client/raw-exchange.js';
import { requestText } from './request-text.js';
import type { Step } from './step.js';

export const messageStep: Step = {
  attackClass: 'rpc',
  title: 'messages and an event over TCP',
  by: 'messages',
  script: inTurn(
    [
      { pattern: 'sum', data: [1, 2, 3] },
      { pattern: '{"cmd":"many"}', data: null },
      { pattern: 'late', data: {} },
      { pattern: 'nothing', data: {} },
      { pattern: 'fail', data: {} },
      { pattern: 'break', data: {} },
      { pattern: 'stream-fails', data: {} },
      { pattern: 'unknown', data: {} },
      { pattern: 'sum', data: 'no list' },
    ].map((message, index) => ({ ...message, id: `m${index}` })),
  ),
};

interface Message {
  readonly pattern: string;
  readonly data: unknown;
  readonly id: string;
}

/** Each is sent once the one before has been answered, after an event that nobody answers. */
function inTurn(messages: readonly Message[]): RawScript {
  const event = framed({ pattern: 'happened', data: { number: 1 } });
  const writings = messages.map((message, index): Writing => {
    const before = messages[index - 1];
    return before === undefined
      ? { text: event + framed(message) }
      : { text: framed(message), after: `"id":"${before.id}"` };
  });
  return { writings, until: `"id":"${messages.at(-1)!.id}"` };
}

function framed(message: object): string {
  const text = JSON.stringify(message);
  return `${text.length}#${text}`;
}

const handshake = requestText({
  verb: 'GET',
  path: GATEWAY_PATH,
  headers: { Upgrade: 'websocket', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version': '13' },
}).replace('Connection: close', 'Connection: Upgrade');

export const gatewaySteps: readonly Step[] = [
  {
    attackClass: 'websocket',
    title: 'answers, a stream, silence and errors',
    by: 'http',
    script: {
      writings: [
        { text: handshake },
        { text: frame({ event: 'echo', data: 'first' }), after: '\r\n\r\n' },
        { text: frame({ event: 'many' }), after: 'first' },
        { text: frame({ event: 'silent' }) + frame({ event: 'fail' }), after: '"data":3' },
        { text: frame({ event: 'unknown' }) + frame({ event: 'break' }), after: 'not today' },
        { text: frame({ event: 'echo', data: 'last' }), after: 'Internal server error' },
      ],
      until: 'last',
    },
  },
  {
    attackClass: 'websocket',
    title: 'a handshake for another path',
    by: 'http',
    script: { writings: [{ text: handshake.replace(GATEWAY_PATH, '/elsewhere') }], leavesAfterMs: 0 },
  },
];

/** A text frame of up to 125 bytes, masked with zeros. */
function frame(message: object): string {
  const text = JSON.stringify(message);
  return `\x81${String.fromCharCode(0x80 | text.length)}\0\0\0\0${text}`;
}
