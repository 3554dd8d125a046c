import { escapeText, formatLabels, formatNumber, formats } from './text-format.js';

describe('Text formats', () => {
  it.each([
    [0.5, '0.5'],
    [1e21, '1e+21'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
    [Number.NaN, 'NaN'],
  ])('write the number %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it.each([
    [1, '1', '1.0'],
    [-2, '-2', '-2.0'],
    [0.5, '0.5', '0.5'],
    [1e21, '1e+21', '1e+21'],
    [1e20, '100000000000000000000', '100000000000000000000.0'],
    [Infinity, '+Inf', '+Inf'],
  ])('write the bound %d each in its way', (bound, text, openmetrics) => {
    expect([formats.text.bound(bound), formats.openmetrics.bound(bound)]).toEqual([text, openmetrics]);
  });

  it.each([
    ['feed_last_update_timestamp_seconds', 'timestamp_seconds', 'seconds'],
    ['wait_seconds', 'seconds', 'seconds'],
    ['upload_bytes', 'bytes', 'bytes'],
    ['wait', 'seconds', undefined],
    ['orders', undefined, undefined],
  ] as const)('name the unit of %s where its name ends in it', (name, unit, word) => {
    const unitLine = word === undefined ? '' : `# UNIT ${name} ${word}\n`;

    expect(formats.openmetrics.head({ name, type: 'gauge', help: 'A "b"\\\n', unit })).toBe(
      `# TYPE ${name} gauge\n${unitLine}# HELP ${name} A \\"b\\"\\\\\\n`,
    );
    expect(formats.text.head({ name, type: 'gauge', help: 'A "b"\\\n', unit })).toBe(
      `# HELP ${name} A "b"\\\\\\n\n# TYPE ${name} gauge`,
    );
  });

  it('escape what would end a label value', () => {
    expect(['plain', '"', '\\', '\n'].map(escapeText)).toEqual(['plain', '\\"', '\\\\', '\\n']);
    expect(formatLabels({ a: '"', b: 1 })).toBe('a="\\"",b="1"');
  });

  it('name counters and their samples', () => {
    const { text, openmetrics } = formats;

    expect(['a_total', 'a'].map((name) => openmetrics.familyName({ name, type: 'counter' }))).toEqual(['a', 'a']);
    expect(openmetrics.familyName({ name: 'a_total', type: 'gauge' })).toBe('a_total');
    expect(['a_total', 'a'].map((name) => openmetrics.counterName(name))).toEqual(['a_total', 'a_total']);
    expect(['a_total', 'a'].map((name) => text.counterName(name))).toEqual(['a_total', 'a']);
  });
});
