/** Values as text for messages and tables: short, readable, and without the passwords that hide in URLs. */
export const MASK = '[REDACTED]';

const MAX_TEXT_LENGTH = 120;
const MAX_DEPTH = 3;

/** `[0.1, 0.05]`, `"abc"`, `{ team: "shop" }`, `a function`; cut after 120 characters. */
export function showValue(value: unknown): string {
  const text = show(value, 0);
  return text.length > MAX_TEXT_LENGTH ? `${text.slice(0, MAX_TEXT_LENGTH)}…` : text;
}

/** `postgres://user:secret@host` → `postgres://[REDACTED]@host`. */
export function maskUserInfo(text: string): string {
  // An unreadable URL may have a slash in its password: hide too much rather than too little.
  const userInfo = URL.canParse(text) ? /\/\/[^/?#\s]*@/g : /\/\/\S*@/g;
  return text.replace(userInfo, `//${MASK}@`);
}

function show(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(maskUserInfo(value));
  if (typeof value === 'function') return 'a function';
  if (value instanceof RegExp || typeof value !== 'object' || value === null) return String(value);
  if (depth === MAX_DEPTH) return '…';
  return Array.isArray(value) ? showList(value, depth) : showRecord(value, depth);
}

function showList(items: readonly unknown[], depth: number): string {
  return `[${items.map((item) => show(item, depth + 1)).join(', ')}]`;
}

function showRecord(value: object, depth: number): string {
  const entries = Object.entries(value).map(([key, item]) => `${key}: ${show(item, depth + 1)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
