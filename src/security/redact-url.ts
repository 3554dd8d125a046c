/** URLs and paths as they may be shown: percent-encoding hides secrets from people, not from those who look for them. */

export interface UrlRules {
  /** What stands in place of a secret. */
  readonly mark: string;
  isSecretParameter(name: string): boolean;
  redactText(text: string): string;
  /** By shape alone, whatever it is called. */
  hideShapes(text: string): string;
}

const PARAMETER = /([?#&;])([^=&#;?]*)=([^&#;]*)/g;

/** Without user info and the values of secret parameters, in the query and in the fragment. */
export function redactUrl(url: string, rules: UrlRules): string {
  const start = url.search(/[?#]/);
  if (start < 0) return redactEncoded(url, encodeURI, rules);
  const parameters = url.slice(start).replace(PARAMETER, (_whole, separator: string, name: string, value: string) => {
    const isSecret = rules.isSecretParameter(formDecoded(name));
    return `${separator}${name}=${isSecret ? rules.mark : redactEncoded(value, encodeURIComponent, rules, formDecoded)}`;
  });
  return redactEncoded(url.slice(0, start), encodeURI, rules) + rules.hideShapes(parameters);
}

/** Text with its escapes as they were, unless what they stand for has a secret in it. */
function redactEncoded(
  text: string,
  encode: (text: string) => string,
  { mark, redactText }: UrlRules,
  decode = decoded,
): string {
  const plain = decode(text);
  const hidden = redactText(plain);
  if (plain === text) return hidden;
  if (hidden === plain) return redactText(text);
  // Half a character, where a long text was cut, has no encoding.
  return encode(hidden.replace(/\p{Surrogate}/gu, '')).replaceAll(encode(mark), mark);
}

/** In parameters a space may be written as `+`. */
function formDecoded(text: string): string {
  return decoded(text.replaceAll('+', ' '));
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
