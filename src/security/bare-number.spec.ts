import { markInPlaceOf } from './bare-number.js';

describe('A number that gives way to a mark', () => {
  it.each([
    ['{"n":12}', '12'],
    ['{"n":-12}', '-12'],
    ['{"n":1.25}', '1.25'],
    ['{"n" : 12  }', '12'],
    ['[12]', '12'],
    ['[  12  ]', '12'],
    ['[1,3,12,4]', '12'],
    ['["a","b", 1, "c, d",12]', '12'],
    [`{"n":12,"text":"${'x'.repeat(400)}"}`, '12'],
    [`{"text":"${'x'.repeat(400)}","n":12}`, '12'],
  ])('becomes a string of the document: %s, %s', (text, match) => {
    expect(JSON.parse(marked(text, match))).toEqual(JSON.parse(text.replace(match, '"*"')));
  });

  it('has the quotes of a document within a document', () => {
    const nested = JSON.stringify({ inner: JSON.stringify({ n: 12 }) });

    expect(marked(nested, '12')).toBe(JSON.stringify({ inner: '{"n":"*"}' }));
    expect(marked(JSON.stringify({ nested }), '12')).toBe(
      JSON.stringify({ nested: JSON.stringify({ inner: '{"n":"*"}' }) }),
    );
  });

  it.each([
    ['n: 12, m: 1', '12', 'n: *, m: 1'],
    ['{"n":"12"}', '12', '{"n":"*"}'],
    ['{"n":"a 12, b"}', '12', '{"n":"a *, b"}'],
    ['["a, 12 ]"]', '12', '["a, * ]"]'],
    ['{"n":x12}', 'x12', '{"n":*}'],
    ['{"n":12x}', '12x', '{"n":*}'],
    ['{"n":12 x}', '12', '{"n":* x}'],
    ['{"n":12x}', '12', '{"n":*x}'],
  ])('stays bare where it is no value of a document: %s', (text, match, shown) => {
    expect(marked(text, match)).toBe(shown);
  });
});

function marked(text: string, match: string): string {
  return text.replace(match, (found: string, at: number) => markInPlaceOf(found, at, text, '*'));
}
