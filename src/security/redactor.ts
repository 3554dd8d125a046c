/**
 * The one redactor for logs, spans, errors, URLs, SQL and captures: hides secrets by the names of keys and by the shape of
 * text. It never changes what it is given, never throws, and its work is bounded by the size of the input.
 */
import type { RedactionConfig } from '../config/index.js';
import { Diagnostics } from '../kernel/index.js';
import { markInPlaceOf } from './bare-number.js';
import { hideKeyValues } from './key-values.js';
import { personalRules } from './personal-rules.js';
import { redactUrl, type UrlRules } from './redact-url.js';
import { TEXT_RULES } from './redaction-rules.js';
import { SecretKeys } from './secret-keys.js';
import { ShownIds } from './shown-ids.js';
import type { TextRule } from './text-rule.js';
import { mayHoldShape } from './text-scan.js';
import { ValueCopy } from './value-copy.js';

/** Header values as Node and the Fetch API have them. */
export type HeaderValues = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** A longer text is cut, unless its reader has a bound of its own. */
const MAX_TEXT_LENGTH = 65_536;
/** Text behind a cut that is still looked at, so that a secret on the border is recognised whole. */
export const CUT_BORDER_LENGTH = 4096;

export class Redactor {
  private readonly keys: SecretKeys;
  private readonly rules: readonly TextRule[];
  /** Whether any rule may concern a text: one pass instead of one per rule for the many that hold nothing. */
  private readonly anyHint: RegExp;
  private readonly personalHint: RegExp;
  private readonly userPatterns: readonly RegExp[];
  private readonly custom: RedactionConfig['custom'];
  /** Without quotes, backslashes and control characters: put into a JSON text, it must not break it. */
  private readonly mark: string;
  private readonly urlRules: UrlRules;
  private readonly ids = new ShownIds((id) => this.redactText(id));

  constructor(
    { keys, patterns, replacement, detect, custom }: RedactionConfig,
    private readonly diagnostics: Pick<Diagnostics, 'safely'> = new Diagnostics(),
  ) {
    this.keys = new SecretKeys(keys);
    const personal = personalRules(detect);
    this.rules = [...TEXT_RULES, ...personal];
    this.anyHint = anyHintOf(this.rules);
    this.personalHint = anyHintOf(personal);
    this.userPatterns = patterns.map(toGlobal);
    this.custom = custom;
    // oxlint-disable-next-line no-control-regex
    this.mark = replacement.replace(/["\\\u0000-\u001f]/g, '');
    this.urlRules = {
      mark: this.mark,
      isSecretParameter: (name) => this.keys.hasParameter(name),
      redactText: (text) => this.redactText(text),
      hideShapes: (text) => this.hideShapes(text),
    };
  }

  /**
   * A plain copy that is safe to keep and to serialise: strings redacted, values of secret keys replaced, Map, Set, Error,
   * Buffer and Date in readable form, cycles cut, depth and size bounded. Accessors of class instances are not run.
   */
  redactValue(value: unknown): unknown {
    return new ValueCopy(this).of(value);
  }

  /**
   * The same text with its secrets replaced; a JSON document that fits stays one.
   * @param maxLength characters to keep; a longer text is cut and says by how much @default 65536
   */
  redactText(text: string, maxLength = MAX_TEXT_LENGTH): string {
    if (text.length <= maxLength) return this.hideAll(text);
    const readLength = maxLength + CUT_BORDER_LENGTH;
    const isWhole = text.length <= readLength;
    const shown = isWhole
      ? this.hideAll(text).slice(0, maxLength)
      : this.redactStart(text.slice(0, readLength), maxLength);
    return `${shown}… [${text.length - maxLength} more characters]`;
  }

  /**
   * Of a text whose end was lost: what can be shown for certain, since a secret at the cut would not be recognised. It should be
   * longer by `CUT_BORDER_LENGTH` than what is to be kept.
   */
  redactStart(text: string, maxLength: number): string {
    const hidden = this.hideAll(text);
    return hidden.slice(0, Math.max(0, Math.min(maxLength, hidden.length - CUT_BORDER_LENGTH)));
  }

  /** A JSON document without its secrets; what is none is redacted as text. The application's own function is asked about each field. */
  redactJson(text: string): string {
    const document = parsed(text);
    if (document === undefined) return this.redactText(text, Infinity);
    return this.redactDocument(text) ?? JSON.stringify(this.redactValue(document));
  }

  /** A URL or path with neither user info nor the values of secret query parameters, also in the fragment. */
  redactUrl(url: string): string {
    return redactUrl(url, this.urlRules);
  }

  /** Whom or what something was about; undefined where nobody is known. */
  redactId<Id extends string | undefined>(id: Id): Id {
    return id === undefined ? id : (this.ids.of(id) as Id);
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

  /** What the application's own function puts in place of a value; undefined leaves it to the rules. */
  customised(key: string, value: unknown): unknown {
    const { custom } = this;
    if (custom === undefined) return undefined;
    // A function that fails may have been about to hide the value.
    return this.diagnostics.safely('redaction', 'custom', () => custom(key, value), this.mark);
  }

  /** What stands in place of a secret. */
  get replacement(): string {
    return this.mark;
  }

  /** As it was written, with its digits and spaces; undefined where that cannot be, as where its texts look like documents themselves. */
  private redactDocument(text: string): string | undefined {
    if (this.custom !== undefined) return undefined;
    const hidden = this.redactText(text, Infinity);
    return parsed(hidden) === undefined ? undefined : hidden;
  }

  private headerValue(name: string, value: string | number | readonly string[]): string | string[] {
    const own = this.customised(name, value);
    if (own !== undefined) return this.redactText(String(own));
    if (this.keys.has(name)) return this.mark;
    return Array.isArray(value) ? value.map((one) => this.redactUrl(String(one))) : this.redactUrl(String(value));
  }

  private hideAll(text: string): string {
    return this.hideUserPatterns(this.hideShapes(hideKeyValues(text, this.keys, this.mark)));
  }

  private hideShapes(text: string): string {
    if (!mayHoldShape(text) && !this.personalHint.test(text)) return text;
    if (!this.anyHint.test(text)) return text;
    let hidden = text;
    for (const rule of this.rules) if (rule.hint.test(hidden)) hidden = this.hideShape(hidden, rule);
    return hidden;
  }

  private hideShape(text: string, { pattern, hide }: TextRule): string {
    return text.replace(pattern, (match: string, kept: unknown) => {
      if (typeof kept === 'string') return kept + this.mark;
      const shown = hide === undefined ? this.mark : hide(match, this.mark);
      // Without a group it is the offset.
      return shown === this.mark ? markInPlaceOf(match, kept as number, text, shown) : shown;
    });
  }

  /** A pattern of the user's may be a subclass with faults of its own; then the others still work. */
  private hideUserPatterns(text: string): string {
    return this.userPatterns.reduce((hidden, pattern) => {
      try {
        return hidden.replace(pattern, (match: string, ...details: unknown[]) =>
          match === '' ? '' : markInPlaceOf(match, offsetIn(details), hidden, this.mark),
        );
      } catch {
        return hidden;
      }
    }, text);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Matches nothing where there are no rules. */
function anyHintOf(rules: readonly TextRule[]): RegExp {
  return new RegExp(rules.length === 0 ? '(?!)' : rules.map(({ hint }) => hint.source).join('|'));
}

/** Every match, wherever it is, whatever flags were given. */
function toGlobal({ source, flags }: RegExp): RegExp {
  return new RegExp(source, `${flags.replace(/[gy]/g, '')}g`);
}

/** Behind the groups of a match, of which the application's patterns may have any number. */
function offsetIn(details: readonly unknown[]): number {
  return details.find((detail) => typeof detail === 'number') ?? 0;
}
