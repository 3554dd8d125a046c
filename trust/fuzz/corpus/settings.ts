/** Values of options as people write them into variables and files, right and wrong. */
export const settings: readonly string[] = [
  'true', 'yes', 'off', '0', '1', '8080', '0.25', '1e3', '-5', '2147483648', 'info', 'info,OrdersService=debug', 'production',
  '/metrics', '/observability/', '//', '/a b', '/métriques', '/a/../b', '/{id}', '/%7Bid%7D', '/a//b', '/ü?x#y',
  'http://localhost:4318', 'https://otel.example:443/v1/traces?x=1', 'localhost:4317', 'http://user:pw@host', 'http://',
  'http://[::1]:4318', 'ftp://x', 'api-key=abc,x-tenant=shop', 'authorization=Bearer%20abc', 'api-key=…', 'authorization=Bearer “abc”', 'x-team=größe €,api-key=abc', '{"x-price":"5 €"}', 'a=b\u0000c', '=x',
  '{"api-key":"abc"}', '{"__proto__":"x"}', '["a","b"]', '[]', '[1,"2"]', '0.1,0.5,1', '1,1', '5,NaN', '/orders/:id=0.5,/internal/*=0',
  '[{"route":"/x","ratio":2}]', 'sk-[a-z]+', '/(a+)+$/i', '[', '/x/zz', 'GET /reports=5000', '30d', '99.9', 'none', 'otlp', 'console',
  'service.name=shop,team.name=blue', 'x-request-id', 'X Request', '0.0.0.0', '::1', 'a:b:c', 'localhost', '127.0.0.1:80',
  'vscode://file/{file}:{line}', 'javascript:alert(1)', 'tracecontext,baggage', 'parentbased_traceidratio', 'alice=token-of-alice-0123456789',
]; // prettier-ignore

export const headerSettings: readonly string[] = settings.filter((text) => /^[\w-]+=|^\{/.test(text));
export const pathSettings: readonly string[] = settings.filter((text) => text.startsWith('/'));
