/** Values of labels come from outside: whatever they hold, a scrape can be read, and says what was counted. */
import { built } from '../built.js';
import { accepts, hosts, ids, targets as paths } from '../corpus/requests.js';
import type { Chance } from '../inputs/chance.js';
import { mutated } from '../inputs/mutation.js';
import { readExposition, type ReadSample } from '../oracles/exposition.js';
import { difference, shown, type Target } from '../target.js';

const { Diagnostics } = built<{ Diagnostics: new (warn: () => void) => object }>('kernel/index.js');
const { LabelText } = built<{
  LabelText: new (table: object, defaults: object, start: string) => { append(text: string, row: number): string };
}>('metrics/label-text.js');
const { SeriesTable } = built<{
  SeriesTable: new (names: readonly string[], budget: object, make: () => object) => Table;
}>('metrics/series-limit.js');

interface Table {
  readonly seriesCount: number;
  find(values: readonly string[]): { value: number };
  labelValues(row: number): string[];
}

const MAX_SERIES = 12;
const MAX_VALUES = 6;
const NAMES = ['route', 'user_agent'];
const corpus = [
  ...paths,
  ...ids,
  ...hosts,
  ...accepts,
  '_OTHER',
  '',
  'a,b="c"} 1\nfake_total 1',
  '\ud800',
  '\udc00',
  '\ud83dx',
];

/** A table of its own, with small limits, filled with values of the same making. */
function checkTable(input: string, chance: Chance): string | undefined {
  const diagnostics = new Diagnostics(() => undefined);
  const limits = { maxSeries: MAX_SERIES, maxLabelValues: MAX_VALUES, labelLimits: new Map() };
  const table = new SeriesTable(NAMES, { metric: 'm', limits, diagnostics, seriesCount: 0 }, () => ({ value: 0 }));
  const pairs = [
    [input, ''],
    ...Array.from({ length: chance.below(20) }, () => [mutated(corpus, chance), chance.pick(['', 'a', input])]),
  ];
  for (const pair of pairs) table.find(pair).value++;
  const samples = scraped(table);
  return (
    difference('series within the limit', samples.length <= MAX_SERIES + 1, true) ??
    difference('series told apart', new Set(samples.map(({ labels }) => shown(labels))).size, samples.length) ??
    difference('what was counted', sum(samples), pairs.length) ??
    difference('the first value', samples[0]!.labels['route'], wellFormed(input.slice(0, 256)))
  );
}

function scraped(table: Table): ReadSample[] {
  const labels = new LabelText(table, { service: 'a"b\\c\nd' }, '\nm_total');
  const rows = Array.from({ length: table.seriesCount }, (_, row) => row);
  const text = rows.map((row) => `${labels.append('', row)}${table.find(table.labelValues(row)).value}`).join('');
  // As it leaves: bytes.
  return readExposition(`${wellFormed(text.slice(1))}\n`);
}

function sum(samples: readonly ReadSample[]): number {
  return samples.reduce((total, { value }) => total + value, 0);
}

/** Half a character has no bytes of its own. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

interface NamedShape {
  readonly name: unknown;
  readonly type: string;
  readonly labelNames: readonly string[];
}
const { assertValidMetric } = built<{ assertValidMetric(shape: NamedShape): void }>('metrics/metric-name.js');

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const isLegal = (text: string, first: string): boolean =>
  text !== '' && [...text].every((character, at) => (first + (at > 0 ? '0123456789' : '')).includes(character));

/** Refused with a name that is taken, or taken as Prometheus takes it. */
function checkName(input: string): string | undefined {
  return (
    checkShape({ name: input, type: 'gauge', labelNames: [] }, isLegal(input, `${LETTERS}_:`), (name) => ({ name })) ??
    checkShape(
      { name: 'm', type: 'gauge', labelNames: [input] },
      isLegal(input, `${LETTERS}_`) && !input.startsWith('__'),
      (label) => ({ labelNames: [label] }),
    )
  );
}

function checkShape(
  shape: NamedShape,
  isLegalName: boolean,
  renamed: (name: string) => Partial<NamedShape>,
): string | undefined {
  const fix = refusal(shape);
  if (fix === undefined || isLegalName) return difference(`taking ${shown(shape)}`, fix === undefined, isLegalName);
  const [, advised = ''] = /name it (.*)$/.exec(fix) ?? [];
  return difference(`the name advised for ${shown(shape)}`, refusal({ ...shape, ...renamed(advised) }), undefined);
}

/** The fix, where it is refused. */
function refusal(shape: NamedShape): string | undefined {
  try {
    assertValidMetric(shape);
    return undefined;
  } catch (error) {
    const [problem] = (error as { problems?: readonly { fix: string }[] }).problems ?? [];
    return problem?.fix ?? `no fix: ${String(error)}`;
  }
}

export const labelTargets: readonly Target[] = [
  { name: 'label-values', corpus, check: checkTable },
  {
    name: 'metric-names',
    corpus: ['http_requests_total', 'orders:rate5m', 'Größe', '2xx', '__reserved', 'a-b.c'],
    check: checkName,
  },
];
