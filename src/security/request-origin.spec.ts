import { isForwarded } from './request-origin.js';

it.each([
  'forwarded',
  'via',
  'x-forwarded',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-original-host',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
])('takes a request with %s for one that came through somebody else', (name) => {
  expect(isForwarded({ host: 'localhost', [name]: '127.0.0.1' })).toBe(true);
});

it.each(['x-forward', 'x-request-id', 'not-via', 'x-real-ip-too'])('takes nothing from %s', (name) => {
  expect(isForwarded({ host: 'localhost', [name]: '127.0.0.1' })).toBe(false);
});
