/**
 * The one redactor for logs, spans, errors, URLs, SQL and captures: hides secrets by the names of keys and by the shape of
 * text. It never changes what it is given, never throws, and its work is bounded by the size of the input.
 */
import type { RedactionConfig } from '../config/index.js';
import { hideKeyValues } from './key-values.js';
import { ANY_HINT, SecretKeys, TEXT_RULES } from './redaction-rules.js';
import { ValueCopy } from './value-copy.js';

/** Header values as Node and the Fetch API have them. */
export type HeaderValues = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Text behind a cut that is still looked at, so that a secret on the border is recognised whole. */
const BORDER_LENGTH = 4096;

export class Redactor {
  private readonly keys: SecretKeys;
  private readonly userPatterns: readonly RegExp[];
  /** Without quotes, backslashes and control characters: put into a JSON text, it must not break it. */
  private readonly mark: string;

  constructor({ keys, patterns, replacement }: RedactionConfig) {
    this.keys = new SecretKeys(keys);
    this.userPatterns = patterns.map(toGlobal);
    // oxlint-disable-next-line no-control-regex
    this.mark = replacement.replace(/["\\\u0000-\u001f]/g, '');
  }

  /**
   * A plain copy that is safe to keep and to serialise: strings redacted, values of secret keys replaced, Map, Set, Error,
   * Buffer and Date in readable form, cycles cut, depth and size bounded. Accessors of class instances are not run.
   */
  redactValue(value: unknown): unknown {
    return new ValueCopy(this).of(value);
  }

  /**
   * The same text with its secrets replaced; a JSON document stays one.
   * @param maxLength characters to keep; a longer text is cut and says by how much
   */
  redactText(text: string, maxLength = Infinity): string {
    if (text.length <= maxLength) return this.hideAll(text);
    const start = this.hideAll(text.slice(0, maxLength + BORDER_LENGTH));
    return `${start.slice(0, maxLength)}… [${text.length - maxLength} more characters]`;
  }

  /** A URL or path with neither user info nor the values of secret query parameters, also in the fragment. */
  redactUrl(url: string): string {
    const [, path = '', rest = ''] = /^([^?#]*)([^]*)$/.exec(url) ?? [];
    const parameters = rest.replace(
      /([?#&;])([^=&#;]*)=([^&#;]*)/g,
      (_whole, separator: string, name: string, value: string) => {
        const shown = this.keys.hasParameter(decoded(name)) ? this.mark : this.redactText(value);
        return `${separator}${name}=${shown}`;
      },
    );
    return this.redactText(path) + this.hideShapes(parameters);
  }

  /** A copy of the headers with the values of secret ones replaced and the rest redacted as text. */
  redactHeaders(headers: HeaderValues): Record<string, string | string[]> {
    const copy: Record<string, string | string[]> = {};
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) copy[name] = this.headerValue(name, value);
    }
    return copy;
  }

  /** Whether a value under this name is hidden whatever it is. */
  isSecretKey(key: string): boolean {
    return this.keys.has(key);
  }

  /** What stands in place of a secret. */
  get replacement(): string {
    return this.mark;
  }

  private headerValue(name: string, value: string | number | readonly string[]): string | string[] {
    if (this.keys.has(name)) return this.mark;
    return Array.isArray(value) ? value.map((one) => this.redactUrl(String(one))) : this.redactUrl(String(value));
  }

  private hideAll(text: string): string {
    return this.hideUserPatterns(this.hideShapes(hideKeyValues(text, this.keys, this.mark)));
  }

  private hideShapes(text: string): string {
    if (!ANY_HINT.test(text)) return text;
    let hidden = text;
    for (const { hint, pattern, confirms } of TEXT_RULES) {
      if (!hint.test(hidden)) continue;
      hidden = hidden.replace(pattern, (match: string, group: unknown) => {
        if (confirms !== undefined) return confirms(match) ? this.mark : match;
        return (typeof group === 'string' ? group : '') + this.mark;
      });
    }
    return hidden;
  }

  /** A pattern of the user's may be a subclass with faults of its own; then the others still work. */
  private hideUserPatterns(text: string): string {
    return this.userPatterns.reduce((hidden, pattern) => {
      try {
        return hidden.replace(pattern, (match: string) => (match === '' ? '' : this.mark));
      } catch {
        return hidden;
      }
    }, text);
  }
}

/** Every match, wherever it is, whatever flags were given. */
function toGlobal({ source, flags }: RegExp): RegExp {
  return new RegExp(source, `${flags.replace(/[gy]/g, '')}g`);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
}
