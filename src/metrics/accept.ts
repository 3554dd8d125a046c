/** Which format a client wants, by RFC 9110's q-values. Text 0.0.4 is the answer to everything unclear, never a 406. */
import type { FormatName } from './text-format.js';

export function formatFor(accept: string | undefined): FormatName {
  const ranges = (accept ?? '').split(',').map(parseRange);
  const openmetrics = quality(ranges, isOpenMetrics);
  // Wildcards do not ask for OpenMetrics: every client can read text.
  return openmetrics > 0 && openmetrics >= quality(ranges, isText) ? 'openmetrics' : 'text';
}

interface MediaRange {
  readonly type: string;
  readonly version: string | undefined;
  readonly quality: number;
}

function parseRange(range: string): MediaRange {
  const [type = '', ...rest] = range.split(';').map((part) => part.trim().toLowerCase());
  const parameters = new Map(rest.map((parameter) => parameter.split('=', 2).map(unquoted) as [string, string]));
  return { type, version: parameters.get('version'), quality: qualityOf(parameters.get('q')) };
}

function unquoted(text: string): string {
  return text.trim().replace(/^"(.*)"$/, '$1');
}

/** Missing is 1; nonsense is 0, so that a broken range asks for nothing. */
function qualityOf(q: string | undefined): number {
  const value = q === undefined ? 1 : Number(q);
  return value >= 0 && value <= 1 ? value : 0;
}

function quality(ranges: readonly MediaRange[], matches: (range: MediaRange) => boolean): number {
  return Math.max(0, ...ranges.filter(matches).map((range) => range.quality));
}

function isOpenMetrics({ type, version }: MediaRange): boolean {
  return type === 'application/openmetrics-text' && (version === undefined || version === '1.0.0');
}

function isText({ type, version }: MediaRange): boolean {
  return type === 'text/plain' && (version === undefined || version === '0.0.4');
}
