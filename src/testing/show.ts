/** Values and lists as text for messages of failures: readable, on one line each, and bounded. */
import { inspect } from 'node:util';

const MAX_CHARACTERS = 300;

export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  return cut(inspect(value, { depth: 4, breakLength: Infinity, maxArrayLength: 20, maxStringLength: 200 }));
}

/** Without the braces. */
export function showFields(fields: Readonly<Record<string, unknown>>): string {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return cut(known.map(([name, value]) => `${name}=${show(value)}`).join(' '));
}

/** The newest `maxCount` of them, indented, below a title that says how many there are. */
export function showList(title: string, rows: readonly string[], maxCount = 20): string {
  if (rows.length === 0) return `${title}: none`;
  const omitted = rows.length - maxCount;
  const shown = rows.slice(-maxCount).map((row) => `  ${row}`);
  return [`${title} (${rows.length}):`, ...(omitted > 0 ? [`  … ${omitted} before`] : []), ...shown].join('\n');
}

function cut(text: string): string {
  return text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS)}…`;
}
