import { ROOT_CONTEXT } from '@opentelemetry/api';
import { forceTrace, isForceTraceSigned, isTraceForced, signForceTrace } from './force-trace.js';

const SECRET = 'between us';
const REQUEST = { method: 'GET', path: '/orders/7' };
const NOW_MS = 1_800_000_000_000;
const header = signForceTrace(SECRET, REQUEST, NOW_MS);

it('accepts the documented format: seconds, a dot, hex HMAC-SHA-256 over seconds, method and path', () => {
  expect(header).toBe('1800000000.7c9789e185043788eaa1881f599f8dbecade27ada3cf594a3f3973f6e3527e29');
  expect(isForceTraceSigned(SECRET, header, REQUEST, NOW_MS)).toBe(true);
});

it('is good for one method and path, and for five minutes', () => {
  expect(isForceTraceSigned(SECRET, header, { ...REQUEST, method: 'POST' }, NOW_MS)).toBe(false);
  expect(isForceTraceSigned(SECRET, header, { ...REQUEST, path: '/orders/8' }, NOW_MS)).toBe(false);
  expect(isForceTraceSigned(SECRET, header, REQUEST, NOW_MS + 300_000)).toBe(true);
  expect(isForceTraceSigned(SECRET, header, REQUEST, NOW_MS + 301_000)).toBe(false);
  expect(isForceTraceSigned(SECRET, header, REQUEST, NOW_MS - 301_000)).toBe(false);
});

it.each([
  undefined,
  '',
  'x',
  ['a', 'b'],
  [header],
  '1800000000.',
  `${header}0`,
  `x${header}`,
  header.toUpperCase(),
  header.slice(0, -1),
  header.replace('1800000000.', '1800000000000.'),
  header.replace('.', '_'),
  '9'.repeat(10_000),
])('refuses %p without throwing', (hostile) => {
  expect(isForceTraceSigned(SECRET, hostile, REQUEST, NOW_MS)).toBe(false);
});

it('refuses another secret', () => {
  expect(isForceTraceSigned('guess', header, REQUEST, NOW_MS)).toBe(false);
});

it('marks a context for whoever decides about sampling', () => {
  expect([isTraceForced(ROOT_CONTEXT), isTraceForced(forceTrace(ROOT_CONTEXT))]).toEqual([false, true]);
});
