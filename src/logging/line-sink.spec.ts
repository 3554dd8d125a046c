import { LineField, LineObject, LineText, type LineSink } from './line-sink.js';

const TIMESTAMP = '1970-01-01T00:00:00.000Z';

function bothWays(write: (line: LineSink) => void): readonly [text: string, json: string] {
  const text = new LineText(TIMESTAMP);
  const object = new LineObject({ timestamp: TIMESTAMP });
  write(text);
  write(object);
  return [text.toString(), JSON.stringify(object.fields)];
}

describe('a line as text', () => {
  it.each<[string, unknown]>([
    ['an empty text', ''],
    ['a text', 'GET /orders/:id 200'],
    ['quotes and backslashes', '"C:\\orders"'],
    ['line breaks and other control characters', '\n\r\t\b\f\u0000\u001f\u007f'],
    ['letters of any language', 'Ünïcödé 日本語 😀\u2028\u2029'],
    ['broken UTF-16', 'a\ud800b\udc00'],
    ['a number', 12.346],
    ['minus zero', -0],
    ['very small and very large numbers', [5e-324, 1e21, 2 ** 53]],
    ['no number', Number.NaN],
    ['infinity', Number.NEGATIVE_INFINITY],
    ['true', true],
    ['null', null],
    ['a list', ['a', 1, undefined, null]],
    ['an object', { name: 'a"b', inner: { more: 1, none: undefined } }],
    ['an object with toJSON', new Date(0)],
    ['nothing', undefined],
  ])('is what JSON.stringify makes of %s', (_what, value) => {
    const [text, json] = bothWays((line) => {
      line.put(new LineField('before'), value);
      line.put(new LineField('after'), value);
    });

    expect(text).toBe(json);
  });

  it('is that of plain texts and of names too', () => {
    const [text, json] = bothWays((line) => {
      line.putPlain(new LineField('trace_id'), '4bf92f3577b34da6a3ce929d0e0e4736');
      line.putNamed(new LineField('span'), 'say "hello"');
    });

    expect(text).toBe(json);
  });
});
