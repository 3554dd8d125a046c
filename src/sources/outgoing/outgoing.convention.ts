/** How outgoing HTTP calls are named: the method alone, since no template of the other side's routes is known. */
import type { Attributes, OperationConvention } from '../../kernel/index.js';
import type { ClientRequests } from './client-requests.js';

/** Nothing is measured per operation: the transport family counts every call, also those that make no operation. */
export const httpClientConvention: OperationConvention = { kind: 'http.client', labelNames: [], measures: [] };

export interface ClientMethod {
  /** Of the span. */
  readonly name: string;
  /** As attribute and label. */
  readonly method: string;
}

const KNOWN_METHODS: ReadonlyMap<string, ClientMethod> = new Map(
  ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY'].map((method) => [
    method,
    { name: method, method },
  ]),
);
const UNKNOWN_METHOD: ClientMethod = { name: 'HTTP', method: '_OTHER' };

/** OpenTelemetry folds verbs it does not know into `_OTHER`, and calls such a span `HTTP`. */
export function clientMethod(method: string): ClientMethod {
  return KNOWN_METHODS.get(method) ?? KNOWN_METHODS.get(method.toUpperCase()) ?? UNKNOWN_METHOD;
}

/** What may be told of where a request goes: no user information, query or fragment, since these carry secrets. */
export function targetAttributes<R extends object>(requests: ClientRequests<R>, request: R): Attributes {
  const [path, origin] = [requests.pathOf(request), requests.originOf(request)];
  if (!URL.canParse(path, origin)) return {};
  const target = new URL(path, origin);
  const { protocol, hostname, port: givenPort, pathname } = target;
  const url = `${protocol}//${hostname}${givenPort && `:${givenPort}`}${pathname}`;
  const socketPath = requests.socketPathOf(request);
  if (socketPath !== undefined) return { 'server.address': socketPath, 'url.full': url };
  const { address, port } = serverOf(target);
  return { 'server.address': address, 'server.port': port, 'url.full': url };
}

/** Whom a URL leads to, with the port of its scheme where it names none. */
export function serverOf({ protocol, hostname, port }: URL): { readonly address: string; readonly port: number } {
  const standardPort = protocol === 'https:' ? 443 : 80;
  return { address: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? standardPort : Number(port) };
}
