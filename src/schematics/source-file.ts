/** A source file with its tokens. An edit makes a new one; quotes, indentation and line ends are those of the file. */
import { notUnderstood } from './not-understood.js';
import { tokensOf, type Token } from './tokens.js';

const OPENING = '([{';
const CLOSING = ')]}';

export class SourceFile {
  readonly tokens: readonly Token[];
  readonly lineEnd: string;
  /** Index of a bracket → index of the one that closes or opens it. */
  private readonly partners: ReadonlyMap<number, number>;

  constructor(
    readonly path: string,
    readonly text: string,
  ) {
    try {
      this.tokens = tokensOf(text);
      this.partners = partnersOf(this.tokens);
    } catch (error) {
      const fix = 'mend it, so that the compiler takes it';
      throw notUnderstood(`${path} cannot be read as TypeScript or JSON`, (error as SyntaxError).message, fix);
    }
    this.lineEnd = /\r?\n/.exec(text)?.[0] ?? '\n';
  }

  insert(position: number, text: string): SourceFile {
    return new SourceFile(this.path, this.text.slice(0, position) + text + this.text.slice(position));
  }

  replace({ start, end }: Token, text: string): SourceFile {
    return new SourceFile(this.path, this.text.slice(0, start) + text + this.text.slice(end));
  }

  /** Text of the token, '' outside the file. */
  word(index: number): string {
    return this.tokens[index]?.text ?? '';
  }

  /** Whether the tokens from `index` on read so. */
  reads(index: number, ...texts: readonly string[]): boolean {
    return texts.every((text, offset) => this.word(index + offset) === text);
  }

  partnerOf(index: number): number {
    return this.partners.get(index) ?? index;
  }

  /** Indexes of the tokens between two, without what stands in brackets of its own: of a bracket pair only both ends. */
  *shallow(from: number, to: number): Generator<number> {
    for (let index = from; index < to; index += 1) {
      yield index;
      const partner = this.partnerOf(index);
      if (partner > index && partner < to) yield (index = partner);
    }
  }

  /** What the line of a position begins with. */
  indentationAt(position: number): string {
    const lineStart = this.text.lastIndexOf('\n', position - 1) + 1;
    return /^[ \t]*/.exec(this.text.slice(lineStart, position))![0];
  }

  /** Where a line can be added below a token: after the comment that explains it, too. */
  endOfLineAt({ end }: Token): number {
    const rest = /.*/.exec(this.text.slice(end))![0];
    return /^[ \t]*(\/\/.*|\/\*.*\*\/[ \t]*)?$/.test(rest) ? end + rest.length : end;
  }

  isOnOneLine(from: number, to: number): boolean {
    return !this.text.slice(from, to).includes('\n');
  }

  /** Of the first string. */
  get quote(): string {
    return this.tokens.find(({ kind }) => kind === 'string')?.text[0] ?? "'";
  }

  /** One level: a tab, or as many blanks as the first indented line has. */
  get indentation(): string {
    return /^(\t| {2,8})(?=[^\s*])/m.exec(this.text)?.[1] ?? '  ';
  }
}

function partnersOf(tokens: readonly Token[]): Map<number, number> {
  const partners = new Map<number, number>();
  const open: number[] = [];
  tokens.forEach(({ kind, text }, index) => {
    if (kind !== 'punctuation') return;
    if (OPENING.includes(text)) open.push(index);
    if (!CLOSING.includes(text)) return;
    const opening = open.pop();
    if (opening === undefined || OPENING.indexOf(tokens[opening]!.text) !== CLOSING.indexOf(text))
      throw new SyntaxError(`a ${text} closes nothing`);
    partners.set(opening, index).set(index, opening);
  });
  if (open.length > 0) throw new SyntaxError(`a ${tokens[open[0]!]!.text} is never closed`);
  return partners;
}
