import { redactAttribute } from './attribute-redactor.js';
import { Redactor } from './redactor.js';

const redactor = new Redactor({ keys: [], patterns: [], replacement: '[REDACTED]' });
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';

describe('redactAttribute', () => {
  it.each([
    ['http.request.method', 'GET', 'GET'],
    ['http.response.status_code', 200, 200],
    ['url.path', `/reset/${jwt}`, '/reset/[REDACTED]'],
    ['password', 'hunter2', '[REDACTED]'],
    ['accessToken', 12345, '[REDACTED]'],
    ['items', ['tea', jwt], ['tea', '[REDACTED]']],
  ])('hides by name and by shape: %s', (name, value, shown) => {
    expect(redactAttribute(redactor, name, value)).toEqual(shown);
  });
});
