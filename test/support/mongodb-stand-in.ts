/**
 * A stand-in for a MongoDB server, which Debian does not have: it speaks OP_MSG well enough for a driver to connect and to run
 * the commands given to it. It keeps nothing and checks nothing.
 */
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { BSON, type Document } from 'mongodb';

export interface MongoStandIn {
  readonly url: string;
  close(): Promise<void>;
}

/** @param answer a command's reply; undefined leaves the caller waiting */
export async function startMongoStandIn(answer: (command: Document) => Document | undefined): Promise<MongoStandIn> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `mongodb://127.0.0.1:${port}/shop?directConnection=true`, close: () => closeAll(server, sockets) };
}

function closeAll(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}

const OP_MSG = 2013;
const OP_QUERY = 2004;
const OP_REPLY = 1;
const HEADER_LENGTH = 16;

function serve(socket: Socket, answer: (command: Document) => Document | undefined): void {
  let received = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 4 && received.length >= received.readInt32LE(0)) {
      const length = received.readInt32LE(0);
      const reply = replyTo(received.subarray(0, length), answer);
      received = received.subarray(length);
      if (reply !== undefined) socket.write(reply);
    }
  });
}

function replyTo(message: Buffer, answer: (command: Document) => Document | undefined): Buffer | undefined {
  const requestId = message.readInt32LE(4);
  if (message.readInt32LE(12) === OP_QUERY) return legacyReply(requestId, BSON.serialize(hello()));
  const command = commandIn(message);
  const reply = 'hello' in command || 'ismaster' in command ? hello() : (answer(command) ?? undefined);
  return reply === undefined ? undefined : modernReply(requestId, BSON.serialize({ ok: 1, ...reply }));
}

/** The body section; lists of documents in sections of their own are left out. */
function commandIn(message: Buffer): Document {
  let at = HEADER_LENGTH + 4;
  while (message[at] !== 0) at += 1 + message.readInt32LE(at + 1);
  return BSON.deserialize(message.subarray(at + 1, at + 1 + message.readInt32LE(at + 1)));
}

function modernReply(requestId: number, body: Uint8Array): Buffer {
  return framed(requestId, OP_MSG, Buffer.from([0, 0, 0, 0, 0]), body);
}

function legacyReply(requestId: number, body: Uint8Array): Buffer {
  const fields = Buffer.alloc(20);
  fields.writeInt32LE(1, 16);
  return framed(requestId, OP_REPLY, fields, body);
}

function framed(requestId: number, opCode: number, fields: Buffer, body: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_LENGTH);
  header.writeInt32LE(HEADER_LENGTH + fields.length + body.length, 0);
  header.writeInt32LE(requestId, 8);
  header.writeInt32LE(opCode, 12);
  return Buffer.concat([header, fields, body]);
}

function hello(): Document {
  return {
    ok: 1,
    helloOk: true,
    ismaster: true,
    isWritablePrimary: true,
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Date(0),
    minWireVersion: 0,
    maxWireVersion: 25,
    readOnly: false,
  };
}
