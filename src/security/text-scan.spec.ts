import { mayHoldShape } from './text-scan.js';

it.each([
  '',
  'Decision 4711 was approved by the second reader',
  'GET /orders/:id 200 12.3 ms',
  'OrdersController.findAllWithDetails took 1700000000 ns at 2026-11-21T17:15:42.123Z',
  '    at Orders.find (/app/dist/orders/orders.service.js:12:17)',
  '{"status":"ok","items":[1,2,3],"note":"größer als 10 %"}',
  'SELECT a, b FROM customers WHERE id = $1',
])('costs ordinary texts no pattern: %s', (text) => {
  expect(mayHoldShape(text)).toBe(false);
});

it.each([
  'mail to a@b',
  'tool --password x',
  'x eyJ',
  'sk_live_12345678',
  'an AKIAABCDEFGHABCDEFGH key',
  'AbcdefghijKlmnopqrstUvwxyzAbcdefg',
  'card 4111 1111 1111 1111',
  'Bearer abcd',
  'Bearer%20abcd',
  'Bearer+abcd',
  'the PASSWORD is x',
  'hooks.slack.com',
])('lets patterns look at %s', (text) => {
  expect(mayHoldShape(text)).toBe(true);
});
