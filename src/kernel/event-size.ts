/** About how much memory an event holds: a bound needs no more. Texts count as they are, what the application owns is a guess. */
const VALUE_BYTES = 16;
const OBJECT_BYTES = 512;
const MAX_DEPTH = 3;

export function roughBytesOf(payload: object): number {
  return OBJECT_BYTES + sizeOf(payload, 0);
}

function sizeOf(value: unknown, depth: number): number {
  if (typeof value === 'string') return 2 * value.length;
  if (typeof value !== 'object' || value === null) return VALUE_BYTES;
  if (!isPlain(value) || depth === MAX_DEPTH) return OBJECT_BYTES;
  return Object.values(value).reduce((bytes: number, one) => bytes + VALUE_BYTES + sizeOf(one, depth + 1), 0);
}

/** An operation, an error or another instance lives as long as somebody else wants it to. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
}
