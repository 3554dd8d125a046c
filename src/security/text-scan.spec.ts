import { mayHoldShape } from './text-scan.js';

const letters = (length: number): string => 'abcdefghij'.repeat(4).slice(0, length);

it.each([
  '',
  'Decision 4711 was approved by the second reader',
  'GET /orders/:id 200 12.3 ms',
  'OrdersController.findAllWithDetails took 1700000000 ns at 2026-11-21T17:15:42.123Z',
  '    at Orders.find (/app/dist/orders/orders.service.js:12:17)',
  '{"status":"ok","items":[1,2,3],"note":"größer als 10 %"}',
  'SELECT a, b FROM customers WHERE id = $1',
  `${letters(13)}1 1${letters(13)}`,
  `a1 ${letters(16)}`,
  `${letters(8)} ${letters(7)}1`,
  letters(29),
  `${letters(10)}${letters(10).toUpperCase()}`,
  letters(19).toUpperCase(),
  '422222222222',
  '4222  2222 2222 2',
  '4222.2222.2222.2',
  '4222222222a22 2',
  'my pin',
  'spinner pinned pi n - x a-b -1 -',
])('costs ordinary texts no pattern: %s', (text) => {
  expect(mayHoldShape(text)).toBe(false);
});

it.each([
  'mail to a@b',
  'tool --password x',
  'a -p x',
  '-p x',
  'x eyJ',
  'curl -u x',
  'hooks.slack.com',
  'abc8Q~a.b~',
  'whsec_a+b',
  'sk_live_12345678',
  'an AKIAABCDEFGHABCDEFGH key',
  letters(30),
  `x ${letters(30)} y`,
  letters(20).toUpperCase(),
  `(${letters(14)}1)`,
  `${letters(7)}_${letters(7)}`,
  '4222222222222',
  'card 4111 1111 1111 1111',
  'a4222 222222222a',
])('lets patterns look at %s', (text) => {
  expect(mayHoldShape(text)).toBe(true);
});

it.each([
  'bearer', 'basic', 'password', 'passphrase', 'passcode', 'passwd', 'identified', 'token', 'secret', 'key', 'pin', 'otp', 'apikey',
  'secretkey', 'accesskey', 'privatekey',
])('lets patterns look behind the word %s', (word) => {
  const texts = [`${word} x`, `the (${word.toUpperCase()} is`, `${word}\u00a0x`, `1${word}\nx`, `a_${word}+x`, `${word}%20x`];

  expect(texts.map(mayHoldShape)).toEqual(texts.map(() => true));
}); // prettier-ignore
