import { finishedSpan } from '../../test/support/recorded-spans.js';
import { RedactedSpans } from './redacted-spans.js';
import type { FinishedSpan } from './span-consumer.js';
import type { SpanRedactor } from './span-redactor.js';

const redact: SpanRedactor = {
  attribute: (name, value) => (name === 'password' ? 'hidden' : value),
  text: (text) => text.replaceAll('secret', 'hidden'),
  id: (id) => id,
};
const nothing = async (): Promise<void> => undefined;

function told(span: FinishedSpan, redactor: SpanRedactor | undefined): FinishedSpan {
  const spans: FinishedSpan[] = [];
  const consumer = { onStart: () => undefined, onEnd: (one: FinishedSpan) => void spans.push(one) };
  new RedactedSpans({ ...consumer, forceFlush: nothing, shutdown: nothing }, () => redactor).onEnd(span);
  return spans[0]!;
}

it('Nothing of a span that a third party wrote is told unredacted, and the span itself stays as it is', () => {
  const span = finishedSpan({ name: 'SELECT secret', attributes: { password: 'secret', rows: 1 }, error: 'a secret' });
  span.events.push({
    name: 'asked for a secret',
    time: [1, 0],
    attributes: { password: 'secret' },
    droppedAttributesCount: 0,
  });
  span.links.push({ context: span.spanContext(), attributes: { password: 'secret' } });

  const { name, attributes, status, events, links, duration, resource } = told(span, redact);

  expect([name, attributes, status.message]).toEqual(['SELECT hidden', { password: 'hidden', rows: 1 }, 'a hidden']);
  expect(events[0]!.name).toBe('asked for a hidden');
  expect([events[0]!.attributes, links[0]!.attributes]).toEqual([{ password: 'hidden' }, { password: 'hidden' }]);
  expect({ duration, resource }).toEqual({ duration: span.duration, resource: span.resource });
  expect([span.attributes['password'], span.status.message]).toEqual(['secret', 'a secret']);
});

it('Until an application brings its rules, a span is told as it is', () => {
  const span = finishedSpan({ attributes: { password: 'secret' } });

  expect(told(span, undefined)).toBe(span);
});
