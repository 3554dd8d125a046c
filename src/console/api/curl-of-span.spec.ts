import type { DetailedSpan } from '../../tracing/index.js';
import { curlOfSpan } from './curl-of-span.js';

const request = (attributes: Readonly<Record<string, string>>) =>
  curlOfSpan({
    operationKind: 'http.server',
    attributes: { 'http.request.method': 'GET', 'server.address': 'shop', 'url.path': '/', ...attributes },
  } as unknown as DetailedSpan);

it('asks by HTTP, whatever a file that was imported calls the scheme', () => {
  expect(request({ 'url.scheme': 'https' })).toBe(`curl --globoff -X 'GET' 'https://shop/'`);
  expect(request({ 'url.scheme': '--config /tmp/x' })).toBe(`curl --globoff -X 'GET' 'http://shop/'`);
});

it('keeps what a shell and a terminal would act on within the quotes, or leaves it out', () => {
  expect(request({ 'url.path': `/'; id\u0003\u001b[201~` })).toBe(
    String.raw`curl --globoff -X 'GET' 'http://shop/'\''; id[201~'`,
  );
});
