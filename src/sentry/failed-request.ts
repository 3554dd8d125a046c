/** The HTTP request behind a failure as Sentry shows it: without secrets, and without what tells the client from others. */
import type { IncomingMessage } from 'node:http';
import type { PluginRedactor } from '../config/index.js';
import type { Operation, OperationSubject } from '../kernel/index.js';
import type { HttpExchange } from '../sources/index.js';
import type { SentryRequest } from './sentry.library.js';

/** Told only where `http.clientIdentity` is `plain`. */
const IDENTITY_HEADERS: ReadonlySet<string> = new Set([
  'cf-connecting-ip',
  'fastly-client-ip',
  'forwarded',
  'true-client-ip',
  'user-agent',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-forwarded-for',
  'x-real-ip',
]);

/** Undefined where no request is behind it. */
export function requestBehind(
  operation: Operation,
  redactor: PluginRedactor,
  sendsIdentity: boolean,
): SentryRequest | undefined {
  const exchange = exchangeBehind(operation);
  if (exchange === undefined) return undefined;
  const { request, scheme } = exchange;
  const [url, query] = redactor
    .redactUrl(`${scheme}://${request.headers.host ?? ''}${targetOf(request)}`)
    .split('?', 2);
  return {
    ...(request.method !== undefined && { method: request.method }),
    ...(url !== undefined && { url }),
    ...(query !== undefined && { query_string: query }),
    headers: headersOf(request, redactor, sendsIdentity),
  };
}

function exchangeBehind(operation: Operation): HttpExchange | undefined {
  for (let here: Operation | undefined = operation; here !== undefined; here = here.parent)
    if (here.kind === 'http.server') return isExchange(here.subject) ? here.subject : undefined;
  return undefined;
}

/** Somebody else's source may have another subject, or none. */
function isExchange(subject: OperationSubject | undefined): subject is HttpExchange {
  return subject !== undefined && 'request' in subject;
}

/** Express rewrites `url` for what is mounted below a path. */
function targetOf(request: IncomingMessage): string {
  return (request as { originalUrl?: string }).originalUrl ?? request.url ?? '';
}

function headersOf(request: IncomingMessage, redactor: PluginRedactor, sendsIdentity: boolean): Record<string, string> {
  const shown = Object.entries(redactor.redactHeaders(request.headers));
  const kept = sendsIdentity ? shown : shown.filter(([name]) => !IDENTITY_HEADERS.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
}
