/** `traceparent`, `tracestate` and `baggage` as proxies, agents and SDKs send them. */

export const traceparents: readonly string[] = [
  '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00',
  '00-80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-03',
  'cc-12345678901234567890123456789012-1234567890123456-01-what-the-future-will-be-like',
  '01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.',
  '00-00000000000000000000000000000000-0000000000000000-00',
  'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  '00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01',
];

export const tracestates: readonly string[] = [
  'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE',
  'dd=s:1;t.dm:-0;p:cb7cd5a2b1a8a6d1,ot=th:8;rv:6b8b4567327b23',
  'es=s:0.1',
  '33@nr=0-0-33-2827902-7d3efb1b173fecfa-e8b91a159289ff74-1-1.23456-1518469636035',
  'fw529a3039@dt=FfffffffP0000000000000000000000000000000000,in=1234567890abcdef;7c2f,az=a',
  'foo=1,bar=2,foo=3, baz = 4 ,,qux',
  Array.from({ length: 33 }, (_, index) => `vendor${index}=${index}`).join(','),
  `long=${'x'.repeat(256)},short=1`,
];

export const baggages: readonly string[] = [
  'key1=value1,key2=value2;property1;property2, key3=value3; propertyKey=propertyValue',
  'userId=alice,serverNode=DF%2028,isProduction=false',
  'sentry-trace_id=771a43a4192642f0b136d5159a501700,sentry-public_key=49d0f7386ad645858ae85020e393bef3,sentry-release=shop%401.0',
  'user.name=Ren%C3%A9e,plan=gold%2Cyearly;ttl=60',
  'a=1, a=2 ,=3,b=,c',
  'session=%zz,ok=1',
];
