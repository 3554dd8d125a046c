import { carriedFields } from './message-fields.js';

const trace = { traceparent: '00-1' };

describe('carriedFields', () => {
  it.each([
    ['tcp', ['data', { getMetadata: () => trace }], undefined],
    ['tcp', ['data', {}], trace],
    ['redis', ['data', { getMetadata: () => undefined }], trace],
    ['nats', ['data', { getHeaders: () => new Map(Object.entries(trace)) }], undefined],
    ['rabbitmq', ['data', { getMessage: () => ({ properties: { headers: trace } }) }], undefined],
    ['kafka', ['data', { getMessage: () => ({ headers: trace }) }], undefined],
    ['mqtt', ['data', { getPacket: () => ({ properties: { userProperties: trace } }) }], undefined],
    ['mqtt', ['data', { getPacket: () => ({}) }], trace],
    ['grpc', ['data', { getMap: () => trace }, {}], undefined],
    ['grpc', [{ getPath: () => '/a/b', metadata: { getMap: () => trace } }, () => undefined], undefined],
  ])('finds them where %s carries them', (transport, args, metadata) => {
    expect(carriedFields(transport, args, metadata)).toEqual(trace);
  });

  it.each([
    ['tcp', [undefined, undefined], 'not an object'],
    ['nats', [1, { getHeaders: () => undefined }], undefined],
    ['rabbitmq', [1, { getMessage: () => null }], null],
    ['grpc', [], undefined],
    ['letters', [1], 7],
  ])('finds none where there are none: %s', (transport, args, metadata) => {
    expect(carriedFields(transport, args, metadata)).toBeUndefined();
  });
});
