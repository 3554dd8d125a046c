/** `Accept` and `Accept-Encoding`: whatever is sent, the answer is one that every client can read, and the one asked for where it is asked well. */
import { built } from '../built.js';
import { accepts, encodings } from '../corpus/requests.js';
import type { Chance } from '../inputs/chance.js';
import { difference, type Target } from '../target.js';

const { formatFor } = built<{ formatFor(accept: string | undefined): string }>('metrics/accept.js');
const { acceptsGzip } = built<{ acceptsGzip(header: string): boolean }>('endpoints/compression.js');

interface Offer {
  readonly text: string;
  readonly isOpenMetrics: boolean;
  readonly isText: boolean;
}

const OFFERS: readonly Offer[] = [
  { text: 'application/openmetrics-text', isOpenMetrics: true, isText: false },
  { text: 'Application/OpenMetrics-Text; version=1.0.0', isOpenMetrics: true, isText: false },
  { text: 'application/openmetrics-text;charset=utf-8;version="1.0.0"', isOpenMetrics: true, isText: false },
  { text: 'application/openmetrics-text;version=0.0.1', isOpenMetrics: false, isText: false },
  { text: 'text/plain', isOpenMetrics: false, isText: true },
  { text: 'text/plain;version=0.0.4', isOpenMetrics: false, isText: true },
  { text: 'text/plain; version=1.0.0', isOpenMetrics: false, isText: false },
  { text: 'text/html', isOpenMetrics: false, isText: false },
  { text: '*/*', isOpenMetrics: false, isText: false },
];
const QUALITIES = [0, 0.001, 0.2, 0.5, 0.75, 1];

/** Well-formed ranges with known qualities, behind which anything may follow that asks for neither format. */
function checkAccept(input: string, chance: Chance): string | undefined {
  const offers = Array.from({ length: chance.below(5) }, () => ({ ...chance.pick(OFFERS), q: chance.pick(QUALITIES) }));
  const best = (wanted: 'isOpenMetrics' | 'isText'): number =>
    Math.max(0, ...offers.filter((offer) => offer[wanted]).map(({ q }) => q));
  const isOpenMetrics = best('isOpenMetrics') > 0 && best('isOpenMetrics') >= best('isText');
  const nonsense = /openmetrics|text/i.test(input) ? [] : [input];
  const header = [...offers.map(({ text, q }) => `${text};q=${q}`), ...nonsense].join(',');
  const isKnown = ['text', 'openmetrics'].includes(formatFor(input));
  return (
    difference('a known format', isKnown, true) ??
    difference(header, formatFor(header), isOpenMetrics ? 'openmetrics' : 'text')
  );
}

/** Ranges before the nonsense: gzip by its name, else by `*`. */
function checkEncoding(input: string, chance: Chance): string | undefined {
  const [gzip, any] = [chance.pick(QUALITIES), chance.pick(QUALITIES)];
  const nonsense = /gzip|\*/i.test(input) ? 'br' : input;
  return (
    difference('by its name', acceptsGzip(`br, GZIP ; q=${gzip}, *;q=${any}, ${nonsense}`), gzip > 0) ??
    difference('by the star', acceptsGzip(`br;q=1,*;q=${any},${nonsense}`), any > 0) ??
    difference('an answer', typeof acceptsGzip(input), 'boolean')
  );
}

export const negotiationTargets: readonly Target[] = [
  { name: 'accept', corpus: accepts, check: checkAccept, read: formatFor },
  { name: 'accept-encoding', corpus: encodings, check: checkEncoding, read: acceptsGzip },
];
