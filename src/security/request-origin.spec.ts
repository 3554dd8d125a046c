import { isForwarded, isLoopback, isOwnOrigin, targetHostOf } from './request-origin.js';

describe('A request', () => {
  it.each([
    'forwarded', 'via', 'x-forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-port', 'x-original-host',
    'x-original-forwarded-for', 'x-real-ip', 'x-client-ip', 'x-cluster-client-ip', 'true-client-ip', 'cf-connecting-ip',
    'fastly-client-ip', 'x-envoy-external-address',
  ])('with %s came through somebody else', (name) => {
    expect(isForwarded({ host: 'localhost', [name]: '127.0.0.1' })).toBe(true);
  }); // prettier-ignore

  it.each(['x-forward', 'x-request-id', 'not-via', 'x-real-ip-too'])('with %s may not have', (name) => {
    expect(isForwarded({ host: 'localhost', [name]: '127.0.0.1' })).toBe(false);
  });

  it.each([
    ['::1', true],
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['::ffff:127.0.0.1', true],
    ['::FFFF:127.0.0.1', true],
    ['10.127.0.1', false],
    ['12.7.0.1', false],
    ['::2', false],
    ['', false],
    [undefined, false],
  ])('from %s comes from this machine: %s', (address, expected) => {
    expect(isLoopback(address)).toBe(expected);
  });
});

describe('The host that is asked', () => {
  it.each([
    ['localhost', { name: 'localhost', nameAndPort: 'localhost', isAddress: false }],
    ['Shop.Example:8080', { name: 'shop.example', nameAndPort: 'shop.example:8080', isAddress: false }],
    ['127.0.0.1:3000', { name: '127.0.0.1', nameAndPort: '127.0.0.1:3000', isAddress: true }],
    ['[::1]:3000', { name: '[::1]', nameAndPort: '[::1]:3000', isAddress: true }],
  ])('is read from %s', (host, expected) => {
    expect(targetHostOf({ host })).toEqual(expected);
    expect(targetHostOf({ ':authority': host })).toEqual(expected);
  });

  it.each([undefined, '', 'a/b', 'user@host', 'host:99999999', ' host', 'host?', '[::1'])(
    'is unknown of %j',
    (host) => {
      expect(targetHostOf({ host })).toBeUndefined();
    },
  );
});

describe('A page that asks', () => {
  const host = 'localhost:3000';

  it.each([
    {},
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://localhost:3000' },
    { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' },
  ])('is ours, or no page at all: %j', (headers) => {
    expect(isOwnOrigin({ host, ...headers })).toBe(true);
  });

  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' },
    { origin: 'http://localhost:4000' },
    { origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' },
    { origin: 'null' },
    { origin: '' },
  ])("is somebody else's: %j", (headers) => {
    expect(isOwnOrigin({ host, ...headers })).toBe(false);
  });

  it('is not ours where nobody knows the host', () => {
    expect(isOwnOrigin({ origin: 'http://localhost:3000' })).toBe(false);
  });
});
