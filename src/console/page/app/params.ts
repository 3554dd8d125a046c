/** What stands after the `?` of an address, as callers write it. */
export type ParamValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Values that are null, undefined or empty are left out. */
export function toParams(values: ParamValues | URLSearchParams = {}): URLSearchParams {
  if (values instanceof URLSearchParams) return values;
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value));
  }
  return params;
}

/** The same, with some set and those that are null removed. */
export function patched(params: URLSearchParams, patch: Readonly<Record<string, string | null>>): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}
