/** The recipes of CONTRIBUTING.md, as they stand there: one file to write, and one entry in one list. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '../..');

export interface Recipe {
  /** Relative to the repository. */
  readonly file: string;
  readonly content: string;
  readonly list: string;
  /** As `diff` writes it, without line numbers: unchanged lines, then what is added below them. */
  readonly entry: string;
}

const PLACE = '[^`]*`(src/[^`]+)`[^`]*';
const RECIPE = new RegExp(
  `^<!-- recipe: (\\S+) -->${PLACE}\`\`\`ts\\n([\\s\\S]+?)\`\`\`${PLACE}\`\`\`diff\\n([\\s\\S]+?)\`\`\`\\s+<!-- end recipe -->`,
  'gm',
);

/** By their names; whatever is no one file and one list is none of them. */
export function recipes(): ReadonlyMap<string, Recipe> {
  const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  return new Map(
    [...text.matchAll(RECIPE)].map(([, name, file, content, list, entry]) => [
      name!,
      { file: file!, content: content!, list: list!, entry: entry! },
    ]),
  );
}

/** The list with the entry in it. */
export function withEntry(list: string, entry: string): string {
  return entry.split(/^@@\n/m).reduce(withHunk, list);
}

function withHunk(list: string, hunk: string): string {
  const lines = hunk.split('\n').filter((line) => line !== '');
  const textOf = (mark: string): string =>
    lines
      .filter((line) => line.startsWith(mark))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const parts = list.split(textOf(' '));
  if (parts.length !== 2) throw new Error(`These lines stand ${parts.length - 1} times in the list:\n${textOf(' ')}`);
  return parts.join(textOf(' ') + textOf('+'));
}
