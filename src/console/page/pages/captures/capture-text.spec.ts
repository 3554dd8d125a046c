import { captureText, pathOf, pretty } from './capture-text.js';

it('finds a capture by its verb, address, route, status and reason', () => {
  const row = { method: 'POST', url: 'http://localhost/Orders?q=1', route: '/orders', status: 500, reason: 'failed' };

  expect(captureText({ ...row, id: '1', startedAtMs: 0, durationMs: 1, traceId: null })).toBe(
    'post http://localhost/orders?q=1 /orders 500 failed',
  );
});

it.each([
  ['http://localhost:3000/orders?q=a%20b', '/orders?q=a%20b'],
  ['not an address', 'not an address'],
])('shows the path of %s', (url, path) => {
  expect(pathOf(url)).toBe(path);
});

it.each([
  ['{"a":[1,{"b":null}]}', '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ]\n}'],
  ['{"a":', '{"a":'],
  ['plain', 'plain'],
])('lays %s out for people', (text, shown) => {
  expect(pretty(text)).toBe(shown);
});
