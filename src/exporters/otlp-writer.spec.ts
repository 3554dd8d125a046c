import { KnownKeys } from './otlp-writer.js';

it('remembers attribute names, as many as an application has', () => {
  const keys = new KnownKeys();

  const known = keys.fieldOf('http.route');

  expect(keys.fieldOf('http.route')).toBe(known);
  expect(Buffer.from(known).toString('latin1')).toBe('\u000a\u000ahttp.route\u0012');
});

it('does not remember names without end', () => {
  const keys = new KnownKeys();
  for (let index = 0; index < 1000; index++) keys.fieldOf(`name ${index}`);

  const late = keys.fieldOf('late');

  expect(keys.fieldOf('late')).toEqual(late);
  expect(keys.fieldOf('late')).not.toBe(late);
});
