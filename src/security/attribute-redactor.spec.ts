import { redactionConfig } from '../../test/support/redaction-config.js';
import { redactAttribute } from './attribute-redactor.js';
import { Redactor } from './redactor.js';

const redactor = new Redactor(redactionConfig);
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';

describe('redactAttribute', () => {
  it.each([
    ['http.request.method', 'GET', 'GET'],
    ['http.response.status_code', 200, 200],
    ['url.path', `/reset/${jwt}`, '/reset/[REDACTED]'],
    ['password', 'hunter2', '[REDACTED]'],
    ['accessToken', 12345, '[REDACTED]'],
    ['items', ['tea', jwt], ['tea', '[REDACTED]']],
    ['url.full', 'http://h/cb?code=abc&page=2', 'http://h/cb?code=[REDACTED]&page=2'],
    ['count', 17, 17],
    ['card', 4111111111111111, '[REDACTED]'],
    ['isPaid', true, true],
  ])('hides by name and by shape: %s', (name, value, shown) => {
    expect(redactAttribute(redactor, name, value)).toEqual(shown);
  });

  it('asks the function of the application, whose objects become text: spans hold none', () => {
    const custom = (key: string): unknown => (key === 'customer' ? { tier: 'gold', password: 'x' } : undefined);
    const own = new Redactor({ ...redactionConfig, custom });

    expect(redactAttribute(own, 'customer', 'ann')).toBe('{"tier":"gold","password":"[REDACTED]"}');
    expect(redactAttribute(own, 'city', 'Ulm')).toBe('Ulm');
  });
});
