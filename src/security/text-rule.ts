/** What a shape of secret text is to the redactor. */
export interface TextRule {
  /** A cheap test that rules most texts out. */
  readonly hint: RegExp;
  /** Global, and linear in the text. Its first group, if any, stays in front of the replacement. */
  readonly pattern: RegExp;
  /** What is left of a match; without it the whole gives way to the replacement, `mark`. */
  readonly hide?: (match: string, mark: string) => string;
}

/**
 * Where a token may begin: not inside a word, but behind an escape such as `\n` in JSON or `%3D` in a URL, whose last letter looks
 * like part of the word.
 */
export const TOKEN_START = String.raw`(?:(?<![\w-])|(?<=\\[bfnrt]|%[\dA-Fa-f]{2}))`;
