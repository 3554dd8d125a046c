/**
 * Documentation that cannot drift: between `<!-- generated: name -->` and `<!-- end -->` a document holds what the code says.
 * `npm run docs` writes it, the specs compare it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '../..');

const BLOCK = /(<!-- generated: (.+?) -->\n)([\s\S]*?)(<!-- end -->)/g;

export type Generators = Readonly<Record<string, (argument: string) => string>>;

export interface Comparison {
  readonly actual: string;
  readonly expected: string;
}

/** Compares a document with what the generators say now; with UPDATE_DOCS set it is written first. */
export function compareDocument(file: string, generators: Generators): Comparison {
  const path = join(root, file);
  const before = readFileSync(path, 'utf8');
  const expected = before.replace(BLOCK, (_, head: string, name: string, _body: string, end: string) => {
    const [generator, argument = ''] = name.split(' ');
    return `${head}\n${generators[generator!]!(argument)}\n\n${end}`;
  });
  if (process.env['UPDATE_DOCS'] !== undefined) writeFileSync(path, expected);
  return { actual: readFileSync(path, 'utf8'), expected };
}

/** The lines between `// #region name` and `// #endregion` of a file that compiles and runs, without common indentation. */
export function region(argument: string): string {
  const [file, name] = argument.split('#');
  const text = readFileSync(join(root, file!), 'utf8');
  const match = new RegExp(`^\\s*// #region ${name}\\n([\\s\\S]*?)^\\s*// #endregion`, 'm').exec(text);
  if (match === null) throw new Error(`No region ${name} in ${file}`);
  return ['```ts', dedent(match[1]!).trimEnd(), '```'].join('\n');
}

function dedent(text: string): string {
  const lines = text.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const common = Math.min(...indents);
  return lines.map((line) => line.slice(common)).join('\n');
}

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** Without the column padding that the formatter adds to tables. */
export function unpadded(text: string): string {
  return text.replace(/-{3,}/g, '---').replace(/ +/g, ' ');
}
