/** OTLP documents, event streams and forms, as exporters, servers and browsers send them. */

const span = {
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  parentSpanId: 'eee19b7ec3c1b173',
  name: 'GET /orders/:id',
  kind: 2,
  startTimeUnixNano: '1544712660000000000',
  endTimeUnixNano: '1544712661000000000',
  attributes: [
    { key: 'http.route', value: { stringValue: '/orders/:id' } },
    { key: 'rows', value: { intValue: '12' } },
    { key: 'ratio', value: { doubleValue: 0.5 } },
    { key: 'tags', value: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: 1 }] } } },
    { key: '__proto__', value: { kvlistValue: { values: [{ key: 'polluted', value: { boolValue: true } }] } } },
  ],
  events: [{ timeUnixNano: '1544712660500000000', name: 'exception', attributes: [] }],
  links: [{ traceId: '5b8efff798038103d269b633813fc60d', spanId: 'eee19b7ec3c1b175' }],
  status: { code: 2, message: 'refused' },
  flags: 257,
};
const scope = { name: 'shop', version: '1.0.0' };
const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] };

export const traceDocuments: readonly string[] = [
  { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span] }] }] },
  { resourceSpans: [{ scopeSpans: [{ spans: [{ ...span, kind: 99, events: null }, { name: 'no ids' }] }] }] },
  {
    resourceSpans: [
      {
        resource,
        scopeSpans: [{ scope, spans: [{ ...span, startTimeUnixNano: 1544712660000, endTimeUnixNano: '0' }] }],
      },
    ],
  },
  { resourceSpans: [] },
].map((document) => JSON.stringify(document));

export const eventStreams: readonly string[] = [
  'data: {"a":1}\n\n',
  'id: 1\nevent: order\ndata: first\ndata: second\n\nid: 2\ndata\n\n',
  ': keep-alive\n\nretry: 1000\r\n\r\ndata: x\r\rdata:y\n\n',
  '\ufeffdata: with mark\n\nid\ndata: x\n\ndata:',
];

export const shellTexts: readonly string[] = [
  "it's",
  '$(rm -rf /) `id` "quoted" \\ \n new line',
  'name=@/etc/passwd;type=text/plain',
  '{"note":"O\'Neil \'\'"}',
];
