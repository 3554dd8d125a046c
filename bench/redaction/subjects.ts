/** What applications hand over to be looked at, most of it without any secret. */

export interface Redactor {
  redactText(text: string): string;
  redactValue(value: unknown): unknown;
  redactUrl(url: string): string;
}

export interface Subject {
  readonly title: string;
  /** What `JSON.stringify` is given beside it. */
  readonly value: unknown;
  readonly redact: (redactor: Redactor) => unknown;
  /** Of CPU time ÷ that of `JSON.stringify`. */
  readonly limit: number;
}

const MESSAGE = 'Decision 4711 was approved by the second reader after three days';
const ROUTE = 'GET /orders/:id 200 in 12.3 ms, 3 items';
const SECRET = 'login user=bob password=hunter2 from 10.0.0.1 with Bearer abcdefgh.12345678';
const FIELDS = {
  orderId: 'o-4711',
  items: 3,
  total: 129.5,
  currency: 'EUR',
  isPaid: true,
  customer: { id: 'c-17', city: 'Ulm' },
};
const STACK = new Error('Cannot read properties of undefined')
  .stack!.split('\n')
  .slice(0, 2)
  .join('\n')
  .concat(
    Array.from(
      { length: 30 },
      (_, line) => `\n    at Orders.find (/app/dist/orders/orders.service.js:${line}:17)`,
    ).join(''),
  );
const ROWS = Array.from({ length: 40 }, (_, index) => ({ ...FIELDS, index, note: MESSAGE }));
const DOCUMENT = JSON.stringify(ROWS);

export const subjects: readonly Subject[] = [
  text('a message, nothing in it', MESSAGE, 6),
  text('a message with separators, nothing in it', ROUTE, 6),
  text('a message with two secrets', SECRET, 40),
  text('a stack of 30 frames, nothing in it', STACK, 16),
  text('a JSON document of 8 KB as text, nothing in it', DOCUMENT, 12),
  {
    title: 'a URL with a query',
    value: '/orders?page=2&sort=name',
    redact: (redactor) => redactor.redactUrl('/orders?page=2&sort=name'),
    limit: 30,
  },
  { title: 'fields of a log line', value: FIELDS, redact: (redactor) => redactor.redactValue(FIELDS), limit: 6 },
  { title: '40 rows of fields', value: ROWS, redact: (redactor) => redactor.redactValue(ROWS), limit: 8 },
];

function text(title: string, value: string, limit: number): Subject {
  return { title, value, redact: (redactor) => redactor.redactText(value), limit };
}
