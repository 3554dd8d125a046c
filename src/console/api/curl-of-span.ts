/** The request of a server span as a command line for a POSIX shell, as far as a span knows it: method, host and path. */
import type { DetailedSpan } from '../../tracing/index.js';

/** Undefined for what is no HTTP request of ours. */
export function curlOfSpan({ operationKind, attributes }: DetailedSpan): string | undefined {
  const method = attributes['http.request.method'];
  const host = attributes['server.address'];
  const path = attributes['url.path'];
  if (operationKind !== 'http.server' || typeof host !== 'string' || typeof path !== 'string') return undefined;
  // A file that was imported may say anything: what begins with a dash would be an option.
  const url = `${attributes['url.scheme'] === 'https' ? 'https' : 'http'}://${host}${path}`;
  return `curl --globoff ${method === 'HEAD' ? '--head' : `-X ${quoted(String(method))}`} ${quoted(url)}`;
}

/** A terminal acts on them when they are pasted, before any shell reads the quotes around them. */
const TYPED = /[^\P{Cc}\t\n\r]/gu;

/** In single quotes nothing has a meaning but their end. */
function quoted(text: string): string {
  return `'${text.replace(TYPED, '').replaceAll("'", String.raw`'\''`)}'`;
}
