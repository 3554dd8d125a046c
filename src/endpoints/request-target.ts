/** The two halves of a request's target, as the client sent them. */

/** Without query. */
export function pathOf(target: string | undefined): string {
  if (target === undefined) return '/';
  const queryAt = target.indexOf('?');
  return queryAt < 0 ? target : target.slice(0, queryAt);
}

export function queryOf(target: string | undefined): URLSearchParams {
  const queryAt = target?.indexOf('?') ?? -1;
  return new URLSearchParams(queryAt < 0 ? '' : target!.slice(queryAt + 1));
}
