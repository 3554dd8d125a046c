// The guides, and what the application of each must show: with the library it comes from, and once the guide was followed.
const span = (name) => [`span ${name}`, ({ spans }) => spans.some((found) => found.name === name)];

// One is in the trace of the other.
const spanWithin = (name, outer) => [
  `span ${name} within ${outer}`,
  ({ spans }) =>
    spans.some(
      (one) =>
        one.name === name &&
        !one.isRoot &&
        spans.some((other) => other.name === outer && other.traceId === one.traceId),
    ),
];

const sample = (line, base = 'url') => [
  `metric ${line}`,
  async ({ application }) => (await (await fetch(`${application[base]}/metrics`)).text()).includes(line),
];

const logged = (part) => [
  `log line with ${part}`,
  ({ application }) =>
    application
      .output()
      .split('\n')
      .some((line) => line.includes(part) && /"trace_id":"\w{32}"/.test(line)),
];

// A span of a trace, by any name Sentry gives it.
const sentrySpan = (description) => [
  `Sentry span ${description}`,
  ({ envelopes }) =>
    envelopes.some(
      ({ transaction, spans = [] }) =>
        transaction === description || spans.some((one) => one.description === description),
    ),
];

const sentryError = (value) => [
  `Sentry event ${value}`,
  ({ envelopes }) => envelopes.some(({ exception }) => exception?.values?.some((one) => one.value === value)),
];

// An event of Sentry that names the trace of a span.
const sentryErrorWithin = (value, name) => [
  `Sentry event ${value} within ${name}`,
  ({ envelopes, spans }) =>
    envelopes.some(
      ({ exception, contexts }) =>
        exception?.values?.some((one) => one.value === value) &&
        spans.some((one) => one.name === name && one.traceId === contexts?.trace?.trace_id),
    ),
];

const observed = (part) => [
  `batch with ${part}`,
  ({ batches }) => batches.some((batch) => JSON.stringify(batch).includes(`"${part}"`)),
];

const requestSpans = [span('POST /orders'), span('GET /orders/:id')];

export const guides = [
  {
    name: 'nestjs-otel',
    file: 'docs/migration/from-nestjs-otel.md',
    packagesGone: ['nestjs-otel', '@opentelemetry/host-metrics'],
    shownBefore: [
      span('orders.place'),
      span('payment'),
      sample('orders_placed_total{item="tea"', 'metricsUrl'),
      sample('app_OrdersService_place_calls_total', 'metricsUrl'),
    ],
    shownAfter: [
      ...requestSpans,
      spanWithin('orders.place', 'POST /orders'),
      spanWithin('payment', 'POST /orders'),
      sample('orders_placed_total{item="tea"} 1'),
      sample('app_OrdersService_place_calls_total{class="OrdersService",method="place",outcome="ok"} 1'),
      sample('http_requests_total{method="POST",route="/orders"'),
    ],
  },
  {
    name: 'nestjs-prometheus',
    file: 'docs/migration/from-willsoto-prometheus.md',
    packagesGone: ['@willsoto/nestjs-prometheus'],
    shownBefore: [
      sample('orders_placed_total{item="tea",app="orders"} 1'),
      sample('payment_seconds_count{app="orders"} 1'),
      sample('orders_kept{app="orders"} 1'),
      sample('process_cpu_seconds_total'),
    ],
    shownAfter: [
      sample('orders_placed_total{item="tea",app="orders"} 1'),
      sample('payment_seconds_count{app="orders"} 1'),
      sample('orders_kept{app="orders"} 1'),
      sample('process_cpu_seconds_total'),
      sample('http_requests_total{method="POST",route="/orders"'),
      ...requestSpans,
    ],
  },
  {
    name: 'nestjs-pino',
    file: 'docs/migration/from-nestjs-pino-and-opentelemetry.md',
    packagesGone: ['@opentelemetry/instrumentation-pino', '@opentelemetry/instrumentation-nestjs-core'],
    shownBefore: [span('orders.place'), logged('order placed')],
    shownAfter: [
      ...requestSpans,
      spanWithin('orders.place', 'POST /orders'),
      logged('order placed'),
      sample('http_requests_total{method="POST",route="/orders"'),
    ],
  },
  {
    name: 'sentry-nestjs',
    file: 'docs/migration/from-sentry-nestjs.md',
    packagesGone: ['@sentry/nestjs'],
    shownBefore: [sentrySpan('POST /orders'), sentrySpan('payment'), sentryError('Nobody pays for lead')],
    shownAfter: [
      ...requestSpans,
      spanWithin('payment', 'POST /orders'),
      sentryErrorWithin('Nobody pays for lead', 'POST /orders'),
      sample('http_requests_total{method="POST",route="/orders"'),
    ],
  },
  {
    name: 'nestjs-observe',
    file: 'docs/migration/from-nestjs-observe.md',
    packagesGone: ['@nestjs/observe'],
    shownBefore: [observed('payment'), observed('OrdersService'), observed('orders_placed')],
    shownAfter: [
      ...requestSpans,
      spanWithin('OrdersService.place', 'POST /orders'),
      spanWithin('payment', 'POST /orders'),
      sample('orders_placed_total{item="tea"} 1'),
    ],
  },
].map((guide) => ({
  ...guide,
  shownBefore: Object.fromEntries(guide.shownBefore),
  shownAfter: Object.fromEntries(guide.shownAfter),
}));
