/** How a client introduces itself to RabbitMQ and MariaDB, in bytes. */
import { createHash } from 'node:crypto';

const endOfFrame = 0xce;

/** AMQP 0-9-1 `connection.start-ok` with the mechanism PLAIN (https://www.rabbitmq.com/amqp-0-9-1-reference). */
export function amqpStartOk({ username, password }: URL): Buffer {
  const answer = `\0${username}\0${password}`;
  const noProperties = uint32(0);
  const payload = Buffer.concat([
    Buffer.from([0, 10, 0, 11]),
    noProperties,
    shortString('PLAIN'),
    uint32(answer.length),
    Buffer.from(answer),
    shortString('en_US'),
  ]);
  return Buffer.concat([Buffer.from([1, 0, 0]), uint32(payload.length), payload, Buffer.from([endOfFrame])]);
}

/** Class and method of a frame. */
export function amqpMethod(frame: Buffer): [number, number] {
  return [frame.readUInt16BE(7), frame.readUInt16BE(9)];
}

export const isAmqpFrame = (heard: Buffer): boolean => heard.at(-1) === endOfFrame;

/** MariaDB's handshake response to its greeting (https://mariadb.com/docs/server/reference/clientserver-protocol). */
export function mariadbLogin({ username, password, pathname }: URL, greeting: Buffer): Buffer {
  const capabilities = Buffer.alloc(4);
  capabilities.writeUInt32LE(PROTOCOL_41 | SECURE_CONNECTION | CONNECT_WITH_DB | PLUGIN_AUTH);
  const [utf8, proof] = [33, nativePassword(password, challengeIn(greeting))];
  const payload = Buffer.concat([
    capabilities,
    Buffer.from([0, 0, 0, 1, utf8, ...Array<number>(23).fill(0)]),
    Buffer.from(`${username}\0`),
    Buffer.from([proof.length, ...proof]),
    Buffer.from(`${pathname.slice(1)}\0mysql_native_password\0`),
  ]);
  return Buffer.concat([Buffer.from([payload.length, 0, 0, 1]), payload]);
}

export const isMariadbPacket = (heard: Buffer): boolean =>
  heard.length >= 4 && heard.length >= 4 + heard.readUIntLE(0, 3);

const [CONNECT_WITH_DB, PROTOCOL_41, SECURE_CONNECTION, PLUGIN_AUTH] = [0x8, 0x200, 0x8000, 0x80000];

// After the version's terminating zero: thread id (4), 8 bytes, 19 of other things, 12 more bytes.
function challengeIn(greeting: Buffer): Buffer {
  const afterVersion = greeting.indexOf(0, 5) + 1;
  const first = afterVersion + 4;
  const second = first + 8 + 19;
  return Buffer.concat([greeting.subarray(first, first + 8), greeting.subarray(second, second + 12)]);
}

function nativePassword(password: string, challenge: Buffer): Buffer {
  const hidden = sha1(Buffer.from(password));
  const mask = sha1(Buffer.concat([challenge, sha1(hidden)]));
  return hidden.map((byte, index) => byte ^ mask[index]!) as Buffer;
}

const sha1 = (bytes: Buffer): Buffer => createHash('sha1').update(bytes).digest();

const shortString = (text: string): Buffer => Buffer.from([text.length, ...Buffer.from(text)]);

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
