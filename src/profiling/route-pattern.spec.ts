import type { Operation } from '../kernel/index.js';
import { routePattern } from './route-pattern.js';

const request = (method: string, path: string) =>
  ({ subject: { attributes: () => ({ 'http.request.method': method, 'url.path': path }) } }) as unknown as Operation;

it.each([
  ['GET /orders/:id', 'GET', '/orders/7', true],
  ['get /orders/:id', 'GET', '/orders/7/', true],
  ['GET /orders/:id', 'POST', '/orders/7', false],
  ['/orders/:id', 'POST', '/orders/7', true],
  ['/orders/:id', 'GET', '/orders', false],
  ['/orders/:id', 'GET', '/orders/7/lines', false],
  ['/files/*path', 'GET', '/files/a/b', true],
  ['/files/{*path}', 'GET', '/files', true],
  ['/files/*path', 'GET', '/others/a', false],
  ['/', 'GET', '/', true],
])('%s and %s %s: %s', (route, method, path, expected) => {
  expect(routePattern(route)(request(method, path))).toBe(expected);
});

it('is met by no operation that tells nothing', () => {
  expect(routePattern('/orders')({} as Operation)).toBe(false);
});
