/**
 * A statement in readable lines: each clause begins one, conditions and nested selects are indented. Only white space changes;
 * strings, quoted names and comments stay as they are. What is no SQL comes back trimmed.
 */

const CLAUSES = [
  'select|from|where|group by|order by|having|limit|offset|fetch|for update|with|union all|union|except|intersect',
  'inner join|left join|left outer join|right join|right outer join|full join|full outer join|cross join|join',
  'insert into|values|on conflict|on duplicate key update|update|set|delete from|returning',
]
  .join('|')
  .split('|')
  // The alternative that is tried first wins: `left outer join` before `join`.
  .toSorted((one, other) => other.length - one.length);
const STATEMENT = /^\s*(?:\/\*.*?\*\/\s*)?(?:select|insert|update|delete|with|merge|explain)\b/is;
const TOKENS = new RegExp(
  [
    String.raw`'(?:[^'\\]|\\.|'')*'`,
    '"[^"]*"',
    '`[^`]*`',
    String.raw`\/\*[\s\S]*?\*\/`,
    String.raw`--[^\n]*\n?`,
    String.raw`\b(?:${CLAUSES.join('|').replaceAll(' ', String.raw`\s+`)})\b`,
    String.raw`\b(?:and|or)\b`,
    String.raw`\(|\)`,
    String.raw`\s+`,
    String.raw`[\w$.:@?]+`,
    '.',
  ].join('|'),
  'gis',
);

const INDENT = '  ';

export function readableSql(text: string): string {
  if (!STATEMENT.test(text)) return text.trim();
  const lines = new Lines();
  for (const [token] of text.matchAll(TOKENS)) lines.take(token);
  return lines.text;
}

class Lines {
  private readonly done: string[] = [];
  private line = '';
  /** One entry per open bracket: whether a nested select stands in it. */
  private readonly brackets: boolean[] = [];
  private isAfterBracket = false;
  private isAfterBetween = false;

  get text(): string {
    return [...this.done, this.line].filter((line) => line.trim() !== '').join('\n');
  }

  take(token: string): void {
    if (/^\s/.test(token)) return this.addSpace();
    if (token === '(') this.open();
    else if (token === ')') this.close();
    else this.takeWord(token);
    this.isAfterBracket = token === '(';
  }

  private takeWord(token: string): void {
    const word = token.toLowerCase().replaceAll(/\s+/g, ' ');
    if (this.isAfterBracket && word === 'select') this.nest();
    if (this.isInCall()) this.line += token;
    else if (CLAUSES.includes(word)) this.begin(token.replaceAll(/\s+/g, ' '), 0);
    else if ((word === 'and' || word === 'or') && !this.isAfterBetween) this.begin(token, 1);
    else this.add(token);
    if (word === 'between') this.isAfterBetween = true;
    else if (word === 'and') this.isAfterBetween = false;
  }

  private add(token: string): void {
    this.line += token.trimEnd();
    if (token.startsWith('--')) this.begin('', 0);
  }

  private addSpace(): void {
    if (this.line.trim() !== '' && !this.line.endsWith(' ')) this.line += ' ';
  }

  private begin(token: string, extra: number): void {
    this.done.push(this.line.trimEnd());
    this.line = INDENT.repeat(this.nesting + extra) + token;
  }

  private open(): void {
    this.brackets.push(false);
    this.line += '(';
  }

  private nest(): void {
    this.brackets[this.brackets.length - 1] = true;
  }

  private close(): void {
    const wasNested = this.brackets.at(-1) === true;
    if (wasNested) this.begin('', -1);
    this.brackets.pop();
    this.line += ')';
  }

  /** Inside of brackets that hold no select: arguments, lists, column names stay on one line. */
  private isInCall(): boolean {
    return this.brackets.at(-1) === false;
  }

  private get nesting(): number {
    return this.brackets.filter(Boolean).length * 2;
  }
}
