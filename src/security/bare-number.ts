/** A number of a JSON document that gives way to the replacement has to become a string, or the document would be none any more. */

const NUMBER = /^-?\d+(?:\.\d+)?$/;
const READ_LENGTH = 256;
/** Behind a key, or the first or a further one of a list, whose texts are all closed. */
const JSON_BEFORE = /(?:"\s{0,8}:|\[(?:[^[\]"]*(?:"[^"]*"[^[\]"]*)*,)?)\s{0,128}$/;
const JSON_AFTER = /^\s{0,8}[,}\]]/;
/** JSON within JSON has quotes with backslashes, as many as the quotes around it. */
const LAST_QUOTE = /(\\*)"[^"]*$/;

export function markInPlaceOf(match: string, at: number, text: string, mark: string): string {
  const end = at + match.length;
  if (!NUMBER.test(match) || !JSON_AFTER.test(text.slice(end, end + READ_LENGTH))) return mark;
  const before = text.slice(Math.max(0, at - READ_LENGTH), at);
  if (!JSON_BEFORE.test(before)) return mark;
  const quote = `${LAST_QUOTE.exec(before)?.[1] ?? ''}"`;
  return quote + mark + quote;
}
