/** Where the console is mounted: read from this script's own address, `${base}/assets/…`, so that no prefix has to be told. */

/** Without a slash at its end: `/observability`, or empty at the root of its own port. */
export const basePath = new URL('..', import.meta.url).pathname.replace(/\/$/, '');

/** Of a page, with its filters and selection. The overview stands at the base itself. */
export function pagePath(page: string, params?: URLSearchParams): string {
  const path = page === 'overview' ? basePath || '/' : `${basePath}/${page}`;
  const query = params?.toString() ?? '';
  return query === '' ? path : `${path}?${query}`;
}

/** The page that an address names. */
export function pageOf(pathname: string): string {
  const page = pathname.slice(basePath.length).replaceAll('/', '');
  return page === '' ? 'overview' : page;
}

/** Of a resource of the API. */
export function resourcePath(resource: string, params: URLSearchParams): string {
  const query = params.toString();
  return `${basePath}/api/v1/${resource}${query === '' ? '' : `?${query}`}`;
}
