/** Prometheus' text format read character by character, as its documentation has it; knows nothing of how ours is written. */

export interface ReadSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** @throws Error at the first line that is none */
export function readExposition(text: string): ReadSample[] {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new Error('the last line does not end');
  return lines.filter((line) => !line.startsWith('#')).map((line) => new LineReader(line).sample());
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', '\\': '\\', '"': '"' };

class LineReader {
  private at = 0;

  constructor(private readonly line: string) {}

  sample(): ReadSample {
    const name = this.word(/[a-zA-Z0-9_:]/);
    const labels = this.line[this.at] === '{' ? this.labels() : {};
    this.expect(' ');
    const [number = '', ...more] = this.line.slice(this.at).split(' ');
    if (more.length > 1 && more[0] !== '#') throw this.broken('more than a value and a time');
    return { name, labels, value: Number(number.replace('Inf', 'Infinity')) };
  }

  private labels(): Record<string, string> {
    const labels: [string, string][] = [];
    do {
      this.at++;
      if (this.line[this.at] === '}') break;
      const name = this.word(/[a-zA-Z0-9_]/);
      this.expect('=');
      labels.push([name, this.quoted()]);
    } while (this.line[this.at] === ',');
    this.expect('}');
    if (new Set(labels.map(([name]) => name)).size < labels.length) throw this.broken('one label twice');
    return Object.fromEntries(labels);
  }

  private quoted(): string {
    this.expect('"');
    let value = '';
    for (; this.line[this.at] !== '"'; this.at++) {
      const isEscape = this.line[this.at] === '\\';
      if (isEscape) this.at++;
      const character = this.line[this.at];
      if (character === undefined) throw this.broken('a quote that is not closed');
      const meant = isEscape ? ESCAPED[character] : character;
      if (meant === undefined) throw this.broken(`an unknown escape \\${character}`);
      value += meant;
    }
    this.at++;
    return value;
  }

  private word(part: RegExp): string {
    const start = this.at;
    while (part.test(this.line[this.at] ?? ' ')) this.at++;
    if (this.at === start) throw this.broken('no name');
    return this.line.slice(start, this.at);
  }

  private expect(character: string): void {
    if (this.line[this.at++] !== character) throw this.broken(`no ${character}`);
  }

  private broken(what: string): Error {
    return new Error(`${what} at ${this.at} of ${JSON.stringify(this.line)}`);
  }
}
