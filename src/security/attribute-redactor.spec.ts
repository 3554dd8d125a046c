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

  it.each([
    ['text', 'text'],
    [17, 17],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [null, 'null'],
  ])('takes %j from the function of the application as %j', (given, shown) => {
    const own = new Redactor({ ...redactionConfig, custom: () => given });

    expect(redactAttribute(own, 'customer', 'ann')).toEqual(shown);
  });

  it.each([
    'code.function.name', 'error.type', 'http.request.method', 'http.response.body.size', 'http.response.status_code', 'http.route',
    'network.protocol.version', 'server.address', 'url.scheme',
  ])('looks for nothing in what comes from the code itself, and asks nobody: %s', (name) => {
    const own = new Redactor({ ...redactionConfig, custom: () => 'asked' });

    expect(redactAttribute(own, name, `/reset/${jwt}`)).toBe(`/reset/${jwt}`);
  }); // prettier-ignore

  it.each(['url.full', 'url.path', 'http.url', 'http.target'])('knows the secrets of a query in %s', (name) => {
    expect(redactAttribute(redactor, name, '/cb?code=abc')).toBe('/cb?code=[REDACTED]');
    expect(redactAttribute(redactor, 'note', '/cb?code=abc')).toBe('/cb?code=abc');
  });
});
