/** The two halves of a request's target, as the client sent them. */

/** Without query; of a target in absolute form (RFC 9112, 3.2.2), which proxies send, without scheme and host, too. */
export function pathOf(target: string | undefined): string {
  if (target === undefined) return '/';
  const queryAt = target.indexOf('?');
  const path = queryAt < 0 ? target : target.slice(0, queryAt);
  return path.startsWith('/') ? path : path.replace(/^https?:\/\/[^/]*/i, '') || '/';
}

export function queryOf(target: string | undefined): URLSearchParams {
  const queryAt = target?.indexOf('?') ?? -1;
  return new URLSearchParams(queryAt < 0 ? '' : target!.slice(queryAt + 1));
}
