import { parse } from 'yaml';
import { toYaml, type YamlValue } from './yaml.js';

describe('the YAML writer', () => {
  it('writes blocks that people read', () => {
    const rule = { alert: 'HighErrorRate', expr: 'a\n  / b', labels: { severity: 'critical' }, samples: [] };

    expect(toYaml({ groups: [{ name: 'desk', rules: [rule] }] })).toBe(
      [
        'groups:',
        '  - name: desk',
        '    rules:',
        '      - alert: HighErrorRate',
        '        expr: |-',
        '          a',
        '            / b',
        '        labels:',
        '          severity: critical',
        '        samples: []',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['yes'],
    ['null'],
    [''],
    ['1.5'],
    ['5m'],
    ['a: b'],
    ['# no comment'],
    ['"quoted"'],
    ["it's {{ $value }}"],
    ['ends with a space '],
    ['- item'],
    ['back\\slash'],
    ['with "quotes" and \\ slash'],
    ['tab\t"'],
    ['"both\''],
    ['two\nlines'],
    [' moved\nlines: yes'],
    ['\nempty: first'],
    ['ended\n'],
    ['a\r\nb: c\rd: e'],
    ['a\nb\u0085c: d'],
    ['a\nb\u2028c: d'],
    ['~'],
    ['=1'],
    ['é'],
  ])('keeps the text %j as it is', (text) => {
    const value = { key: text, list: [text], [text]: 1 };

    expect(parse(toYaml(value))).toEqual(value);
  });

  it.each<[YamlValue]>([[{ a: [] }], [{ a: {} }], [[[1, 2], [true]]], [[{ a: [{ b: -0.5 }] }, {}]]])(
    'keeps the shape of %j',
    (value) => {
      expect(parse(toYaml(value))).toEqual(value);
    },
  );
});
