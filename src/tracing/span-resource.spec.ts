import { SpanResource } from './span-resource.js';

it('is complete at once, and gives its attributes in both forms that processors read', async () => {
  const resource = new SpanResource({ 'service.name': 'shop', 'process.pid': 7 });
  await resource.waitForAsyncAttributes();

  expect(resource.asyncAttributesPending).toBe(false);
  expect(Object.fromEntries(resource.getRawAttributes())).toEqual(resource.attributes);
});

it('merges as OpenTelemetry asks: what is merged into it wins', () => {
  const resource = new SpanResource({ a: 1, b: 1 });

  expect(resource.merge({ attributes: { b: 2, c: 2 } }).attributes).toEqual({ a: 1, b: 2, c: 2 });
  expect(resource.merge(null)).toBe(resource);
});
