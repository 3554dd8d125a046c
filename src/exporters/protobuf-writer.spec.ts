import { ProtobufWriter } from './protobuf-writer.js';

const writes: readonly [string, (writer: ProtobufWriter) => void][] = [
  ['a byte', (writer) => writer.byte(7)],
  ['a short varint', (writer) => writer.varint(7)],
  ['the longest varint', (writer) => writer.varint(-1)],
  ['a fixed32', (writer) => writer.fixed32(0x80_00_00_01)],
  ['a fixed64', (writer) => writer.fixed64(0x80_00_00_01, 2)],
  ['a double', (writer) => writer.double(Math.PI)],
  ['raw bytes', (writer) => writer.raw(Buffer.from('raw bytes'))],
  ['hexadecimal digits', (writer) => writer.hex('00ff7fB7')],
  ['a text in ASCII', (writer) => writer.string('GET')],
  ['a text in other letters', (writer) => writer.string('größer als €')],
  ['a long text', (writer) => writer.string('long '.repeat(50))],
  ['a message longer than its reserved length', (writer) => writeMessage(writer, 1)],
  ['a message shorter than its reserved length', (writer) => writeMessage(writer, 3)],
];

it.each(writes)('writes %s the same wherever the buffer ends', (_what, write) => {
  const expected = bytesOf(write);
  const { capacity } = new ProtobufWriter();

  const written = Array.from({ length: 200 }, (_, left) => bytesOf(write, capacity - left));

  expect(written.every((bytes) => bytes.equals(expected))).toBe(true);
});

it.each([
  [0, '00'],
  [127, '7f'],
  [128, '8001'],
  [2 ** 32, '8080808010'],
  [2 ** 53, '8080808080808010'],
  [-1, 'ffffffffffffffffff01'],
  [-(2 ** 63), '80808080808080808001'],
])('writes %d as the varint %s', (value, hex) => {
  expect(bytesOf((writer) => writer.varint(value)).toString('hex')).toBe(hex);
});

it('forgets what is taken back', () => {
  const writer = new ProtobufWriter();
  writer.byte(1);
  const { position } = writer;
  writer.string('taken back');

  writer.rewind(position);
  writer.byte(2);

  expect([...writer.view()]).toEqual([1, 2]);
});

function writeMessage(writer: ProtobufWriter, lengthBytes: number): void {
  const start = writer.begin(lengthBytes);
  for (let value = 0; value < 130; value++) writer.byte(value);
  writer.finish(start, lengthBytes);
}

function bytesOf(write: (writer: ProtobufWriter) => void, position = 0): Buffer {
  const writer = new ProtobufWriter();
  writer.raw(new Uint8Array(position));
  write(writer);
  return Buffer.from(writer.view(position));
}
