/** A line takes its fields one by one, in their order: as JSON text at once, or as an object for whoever looks into it. */

/** A name that lines have, with the text in front of its value made once. */
export class LineField {
  readonly prefix: string;

  constructor(readonly name: string) {
    this.prefix = `,"${name}":`;
  }
}

export interface LineSink {
  /** A field that is not there yet; an undefined value is left out. */
  put(field: LineField, value: unknown): void;
  /** A text that JSON writes as it is: ids in hexadecimal, words of ours. */
  putPlain(field: LineField, text: string): void;
  /** An object with a name and nothing else. */
  putNamed(field: LineField, name: string): void;
}

/** The fields of a log line. */
export type LogLine = Record<string, unknown>;

export class LineObject implements LineSink {
  constructor(readonly fields: LogLine = {}) {}

  put({ name }: LineField, value: unknown): void {
    if (value !== undefined) this.fields[name] = value;
  }

  putNamed(field: LineField, name: string): void {
    this.fields[field.name] = { name };
  }

  putPlain({ name }: LineField, text: string): void {
    this.fields[name] = text;
  }
}

/** The text that `JSON.stringify` would make of the same fields, without an object that only a serialiser reads. */
export class LineText implements LineSink {
  private text: string;

  /** @param timestamp ISO 8601, the first field of every line */
  constructor(timestamp: string) {
    this.text = `{"timestamp":"${timestamp}"`;
  }

  put({ prefix }: LineField, value: unknown): void {
    const json = jsonOf(value);
    if (json !== undefined) this.text += prefix + json;
  }

  putNamed({ prefix }: LineField, name: string): void {
    this.text += `${prefix}{"name":${quoted(name)}}`;
  }

  putPlain({ prefix }: LineField, text: string): void {
    this.text += `${prefix}"${text}"`;
  }

  toString(): string {
    return `${this.text}}`;
  }
}

function jsonOf(value: unknown): string | undefined {
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : JSON.stringify(value);
}

/** Printable ASCII without quote and backslash. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
