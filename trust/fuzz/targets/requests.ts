/** What a request says about itself: ids, host, origin, target. */
import { isIP } from 'node:net';
import { built } from '../built.js';
import { hosts, ids, retryAfters, targets } from '../corpus/requests.js';
import { difference, type Target } from '../target.js';

type Headers = Record<string, string>;
interface Host {
  readonly name: string;
  readonly isAddress: boolean;
}

const { trustedId } = built<{ trustedId(value: unknown): string | undefined }>('hooks/ids.js');
const { targetHostOf, isOwnOrigin, isForwarded } = built<{
  targetHostOf(headers: Headers): Host | undefined;
  isOwnOrigin(headers: Headers): boolean;
  isForwarded(headers: Headers): boolean;
}>('security/index.js');
const { pathOf, queryOf } = built<{ pathOf(target: string): string; queryOf(target: string): URLSearchParams }>(
  'endpoints/request-target.js',
);
const { readRetryAfter } = built<{ readRetryAfter(text: string, nowMs: number): number | undefined }>(
  'exporters/http-post.js',
);

/** Believed as it stands, or not at all. */
function checkId(input: string): string | undefined {
  const isPlain = [...input].every((character) => /[A-Za-z0-9_]/.test(character) || '.:@/+=-'.includes(character));
  const isTrusted = isPlain && input.length >= 1 && input.length <= 128;
  return difference('the id', trustedId(input), isTrusted ? input : undefined);
}

/** A page is of this origin only where scheme, name and port are the very same. */
function checkHost(input: string): string | undefined {
  const host = targetHostOf({ host: input });
  if (host === undefined)
    return isOwnOrigin({ host: input, origin: `http://${input}` })
      ? 'a host that cannot be read is an own origin'
      : undefined;
  const bare = host.name.replaceAll(/[[\]]/g, '');
  return (
    difference('lower case', host.name, host.name.toLowerCase()) ??
    difference('being an address', host.isAddress, isIP(bare) !== 0) ??
    difference('its own origin', isOwnOrigin({ host: input, origin: `http://${input}` }), true) ??
    difference('an origin before it', isOwnOrigin({ host: input, origin: `http://evil.example.${bare}` }), false) ??
    difference('another site', isOwnOrigin({ host: input, 'sec-fetch-site': 'cross-site' }), false) ??
    difference('no forwarding', isForwarded({ host: input }), false)
  );
}

/** As the standard's parser of URLs splits it. */
function checkTarget(input: string): string | undefined {
  const path = pathOf(input);
  const [beforeQuery = '', ...query] = input.split('?');
  return (
    difference('a question mark in the path', path.includes('?'), false) ??
    (beforeQuery.startsWith('/') ? difference('the path', path, beforeQuery) : undefined) ??
    difference('the query', [...queryOf(input)], [...new URLSearchParams(query.join('?'))])
  );
}

const NOW_MS = Date.UTC(2026, 10, 22);
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Seconds or one of the three dates of RFC 9110; a wait is never negative, nonsense asks for none. */
function checkRetryAfter(input: string): string | undefined {
  const waitMs = readRetryAfter(input, NOW_MS);
  if (/^[0-9]+$/.test(input)) return difference('the wait', waitMs, Number(input) * 1000);
  const date = httpDate(input);
  if (date === undefined) return difference('the wait for nonsense', waitMs, undefined);
  // What the 30th of February is, or a quarter to 87, nobody has said.
  const isImpossible =
    waitMs === undefined ||
    !input.includes(date.toISOString().slice(11, 19)) ||
    date.getUTCDate() !== Number(/\b\d{1,2}\b/.exec(input)![0]);
  return isImpossible ? undefined : difference('the wait until the date', waitMs, Math.max(0, date.getTime() - NOW_MS));
}

/** Piece by piece: weekday, day, month, year, time, whatever their order. */
function httpDate(input: string): Date | undefined {
  const usual = /^[A-Z][a-z]{2}, (\d\d) (\w{3}) (\d{4}) (\d\d:\d\d:\d\d) GMT$/.exec(input);
  const old = /^[A-Z][a-z]{5,8}, (\d\d)-(\w{3})-(\d\d) (\d\d:\d\d:\d\d) GMT$/.exec(input);
  const oldest = /^[A-Z][a-z]{2} (\w{3}) ([ \d]\d) (\d\d:\d\d:\d\d) (\d{4})$/.exec(input);
  const [day, month, year, time] = oldest ? [2, 1, 4, 3].map((at) => oldest[at]!) : (usual ?? old ?? []).slice(1);
  if (time === undefined || !MONTHS.includes(month!)) return undefined;
  const [hours, minutes, seconds] = time.split(':').map(Number) as [number, number, number];
  const fullYear = old === null ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900);
  return new Date(Date.UTC(fullYear, MONTHS.indexOf(month!), Number(day), hours, minutes, seconds));
}

export const requestTargets: readonly Target[] = [
  { name: 'request-ids', corpus: ids, check: checkId, read: trustedId },
  { name: 'forwarded', corpus: hosts, check: checkHost, read: (host) => targetHostOf({ host }) },
  { name: 'request-target', corpus: targets, check: checkTarget, read: (text) => [pathOf(text), queryOf(text)] },
  { name: 'retry-after', corpus: retryAfters, check: checkRetryAfter, read: (text) => readRetryAfter(text, NOW_MS) },
];
