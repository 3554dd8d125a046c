import { formatFor } from './accept.js';

const PROMETHEUS_3 =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,' +
  'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2';

describe('formatFor', () => {
  it.each([
    [PROMETHEUS_3, 'openmetrics'],
    ['application/openmetrics-text', 'openmetrics'],
    ['Application/OpenMetrics-Text; Version="1.0.0"', 'openmetrics'],
    ['application/openmetrics-text, text/plain', 'openmetrics'],
    ['text/plain;q=0.3, application/openmetrics-text;q=0.5', 'openmetrics'],
    ['application/openmetrics-text;q=0.3, text/plain;q=0.5', 'text'],
    ['application/openmetrics-text;q=0.3, text/plain;version=0.0.4;q=0.5', 'text'],
    ['application/openmetrics-text;q=0.3, text/plain;version=1.0.0;q=0.5', 'openmetrics'],
    ['application/openmetrics-text;q=0', 'text'],
    ['application/openmetrics-text;q=many', 'text'],
    ['application/openmetrics-text;version=0.0.1', 'text'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'text'],
    ['application/*', 'text'],
    ['application/json', 'text'],
    ['', 'text'],
    [',;,', 'text'],
    [undefined, 'text'],
  ])('answers %p with %s', (accept, format) => {
    expect(formatFor(accept)).toBe(format);
  });
});
