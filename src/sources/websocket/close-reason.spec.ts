import { endOf } from './close-reason.js';

describe('The end of a connection', () => {
  it.each([
    ['client namespace disconnect', { outcome: 'ok' }],
    ['transport close', { outcome: 'ok' }],
    ['server shutting down', { outcome: 'canceled' }],
    ['ping timeout', { outcome: 'error', errorType: 'ping_timeout' }],
    ['parse error', { outcome: 'error', errorType: 'parse_error' }],
    [1000, { outcome: 'ok' }],
    [1001, { outcome: 'ok' }],
    [1006, { outcome: 'canceled' }],
    [1009, { outcome: 'error', errorType: 'close_1009' }],
    [4001, { outcome: 'ok' }],
    [undefined, { outcome: 'ok' }],
  ])('is told by %p', (reason, end) => {
    expect(endOf(reason)).toEqual(end);
  });
});
