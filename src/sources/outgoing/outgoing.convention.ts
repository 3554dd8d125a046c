/** How outgoing HTTP calls are named: the method alone, since no template of the other side's routes is known. */
import type { OperationConvention } from '../../kernel/index.js';

export const httpClientConvention: OperationConvention = { kind: 'http.client', labelNames: [], measures: [] };

const KNOWN_METHODS = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
  'QUERY',
]);

/** OpenTelemetry folds verbs it does not know into `_OTHER`, and calls such a span `HTTP`. */
export function clientMethod(method: string): { readonly name: string; readonly method: string } {
  const known = method.toUpperCase();
  return KNOWN_METHODS.has(known) ? { name: known, method: known } : { name: 'HTTP', method: '_OTHER' };
}

export interface ClientTarget {
  readonly address: string;
  readonly port: number | undefined;
  /** Without user information, query and fragment: these carry secrets. */
  readonly url: string;
}

/** What may be told of a URL; undefined when it cannot be parsed. */
export function clientTarget(origin: string, path: string): ClientTarget | undefined {
  if (!URL.canParse(path, origin)) return undefined;
  const { protocol, hostname, port, pathname } = new URL(path, origin);
  const standardPort = protocol === 'https:' ? 443 : 80;
  const address = hostname.replace(/^\[|\]$/g, '');
  return {
    address,
    port: port === '' ? standardPort : Number(port),
    url: `${protocol}//${hostname}${port && `:${port}`}${pathname}`,
  };
}
