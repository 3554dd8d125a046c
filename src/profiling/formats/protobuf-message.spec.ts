import { ProtobufMessage } from './protobuf-message.js';

const hex = (message: ProtobufMessage): string => message.finish().toString('hex');

it('writes the bytes of the encoding guide', () => {
  expect(hex(new ProtobufMessage().integer(1, 150))).toBe('089601');
  expect(hex(new ProtobufMessage().text(2, 'testing'))).toBe('120774657374696e67');
  expect(hex(new ProtobufMessage().message(3, new ProtobufMessage().integer(1, 150)))).toBe('1a03089601');
  expect(hex(new ProtobufMessage().integers(6, [3, 270, 86_942]))).toBe('3206038e029ea705');
});

it('leaves zeros out, but keeps them in lists, and takes what a double cannot hold', () => {
  expect(hex(new ProtobufMessage().integer(1, 0).integers(2, [0]))).toBe('120100');
  expect(hex(new ProtobufMessage().integer(1, 2n ** 63n - 1n))).toBe('08ffffffffffffffff7f');
});
