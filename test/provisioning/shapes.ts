/** Closed shapes for configuration files: what is missing, what nobody knows, and what is not of its kind, each by its path. */
export type Shape = (value: unknown, path: string) => readonly string[];

export function problemsIn(value: unknown, shape: Shape): readonly string[] {
  return shape(value, '');
}

export const text: Shape = (value, path) => expected(typeof value === 'string' && value !== '', 'a text', value, path);
export const yesNo: Shape = (value, path) => expected(typeof value === 'boolean', 'true or false', value, path);

export function like(pattern: RegExp): Shape {
  return (value, path) => expected(typeof value === 'string' && pattern.test(value), String(pattern), value, path);
}

export function oneOf(...values: readonly unknown[]): Shape {
  return (value, path) => expected(values.includes(value), `one of ${values.join(', ')}`, value, path);
}

export function wholeFrom(least: number, most = Number.MAX_SAFE_INTEGER): Shape {
  const isThere = (value: unknown): boolean =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
  return (value, path) => expected(isThere(value), `a whole number from ${least} to ${most}`, value, path);
}

export function listOf(item: Shape, least = 1): Shape {
  return (value, path) => {
    if (!Array.isArray(value) || value.length < least)
      return expected(false, `a list of ${least} or more`, value, path);
    return value.flatMap((entry, index) => item(entry, `${path}[${index}]`));
  };
}

/** Any name, one shape. */
export function mapOf(name: Shape, item: Shape): Shape {
  return (value, path) => {
    if (!isObject(value)) return expected(false, 'an object', value, path);
    return Object.entries(value).flatMap(([key, child]) => [...name(key, path), ...item(child, `${path}.${key}`)]);
  };
}

export function object(
  required: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  const known = { ...required, ...optional };
  return (value, path) => {
    if (!isObject(value)) return expected(false, 'an object', value, path);
    const missing = Object.keys(required).filter((key) => !(key in value));
    const found = Object.entries(value).flatMap(
      ([key, child]) => known[key]?.(child, `${path}.${key}`) ?? [`${path}.${key} is unknown`],
    );
    return [...missing.map((key) => `${path}.${key} is missing`), ...found];
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function expected(holds: boolean, what: string, value: unknown, path: string): readonly string[] {
  return holds ? [] : [`${path} is not ${what}: ${JSON.stringify(value)}`];
}
