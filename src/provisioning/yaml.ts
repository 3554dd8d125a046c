/** Data as block YAML, for files that people read and review. Only what such files hold: objects, lists, texts, numbers, booleans. */
export type YamlValue = string | number | boolean | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/** The same value gives the same bytes: keys stay in the order of the object. */
export function toYaml(value: YamlValue): string {
  return `${blockOf(value).join('\n')}\n`;
}

function blockOf(value: YamlValue): readonly string[] {
  if (typeof value !== 'object') return [scalar(value)];
  if (isList(value)) return value.flatMap(itemLines);
  return Object.entries(value).flatMap(([key, child]) => entryLines(key, child));
}

function itemLines(item: YamlValue): string[] {
  if (isEmpty(item)) return [`- ${emptyText(item)}`];
  const [first = '', ...rest] = blockOf(item);
  return [`- ${first}`, ...rest.map(indented)];
}

function entryLines(key: string, value: YamlValue): string[] {
  const name = scalar(key);
  if (typeof value === 'string' && isBlock(value)) return [`${name}: |-`, ...value.split('\n').map(indented)];
  if (typeof value !== 'object') return [`${name}: ${scalar(value)}`];
  return isEmpty(value) ? [`${name}: ${emptyText(value)}`] : [`${name}:`, ...blockOf(value).map(indented)];
}

/** Several lines; neither does a space at their beginning move them all, nor is there another end of a line than ours. */
function isBlock(text: string): boolean {
  return text.includes('\n') && !/^\s|\s$|[^\P{Cc}\t\n]|[\u2028\u2029]/u.test(text);
}

function indented(line: string): string {
  return `  ${line}`;
}

/** Begins with a letter or a slash and holds nothing that means something to YAML. */
const PLAIN_TEXT = /^[A-Za-z/][\w ./()%+=~$-]*$/;
const SAYS_SOMETHING_ELSE = /^(true|false|null|yes|no|on|off|y|n)$|\s$/i;

/** Between single quotes nothing is escaped: the form in which queries stay readable. */
const SINGLE_QUOTABLE = /^[^'"\p{Cc}]*"[^'\p{Cc}]*$/u;

/** JSON's texts are YAML's double-quoted ones. */
function scalar(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  if (PLAIN_TEXT.test(value) && !SAYS_SOMETHING_ELSE.test(value)) return value;
  return SINGLE_QUOTABLE.test(value) ? `'${value}'` : JSON.stringify(value);
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isEmpty(value: YamlValue): boolean {
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function emptyText(value: YamlValue): string {
  return isList(value) ? '[]' : '{}';
}
