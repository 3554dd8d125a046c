import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceFiles } from '../../test/architecture/imports.js';
import { tokensOf } from './tokens.js';

const textsOf = (text: string): string[] => tokensOf(text).map((token) => token.text);

describe('tokensOf', () => {
  it.each([
    ['comments', '#!/usr/bin/env node\na // b "\n/* @Module({ */ c', ['a', 'c']],
    ['strings', String.raw`'it\'s' "// no \" comment"`, [String.raw`'it\'s'`, String.raw`"// no \" comment"`]],
    ['a string over two lines', "'a\\\r\nb' c", ["'a\\\r\nb'", 'c']],
    ['templates in templates', '`a ${ { b: `}${c}` } } \\` d` e', ['`a ${ { b: `}${c}` } } \\` d`', 'e']],
    ['regular expressions', String.raw`x = /["'/[/\]]\/]/g; y`, ['x', '=', String.raw`/["'/[/\]]\/]/g`, ';', 'y']],
    ['divisions', 'a / b / (c) / 2', ['a', '/', 'b', '/', '(', 'c', ')', '/', '2']],
    ['a regular expression that is returned', "return /'/", ['return', "/'/"]],
    ['arrows, spreads and optional chains', '(...a) => a?.b', ['(', '...', 'a', ')', '=>', 'a', '?.', 'b']],
    ['private and foreign names', '#größe $_ 名', ['#größe', '$_', '名']],
    ['numbers', '5_000 .5e-3 0x1F 10n', ['5_000', '.5e-3', '0x1F', '10n']],
    ['a byte order mark', '\uFEFFimport', ['import']],
  ])('reads %s', (_, text, tokens) => {
    expect(textsOf(text)).toEqual(tokens);
  });

  it.each([
    ["a = 'b\n'", 'the string at 1:5 does not end'],
    ['a\r\n `${b', 'the template at 2:2 does not end'],
    ['/* a', 'the comment at 1:1 does not end'],
  ])('refuses %j and says where', (text, message) => {
    expect(() => tokensOf(text)).toThrow(new SyntaxError(message));
  });

  it('knows where each token stands', () => {
    const text = 'const a = `${1}`; // end';

    expect(tokensOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(textsOf(text));
  });

  it('reads every source of this repository', () => {
    const root = join(__dirname, '..');
    const files = sourceFiles(root);

    const counts = files.map((file) => tokensOf(readFileSync(join(root, file), 'utf8')).length);

    expect(files.length).toBeGreaterThan(300);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });
});
