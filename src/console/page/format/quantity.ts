/** Values of metrics as a person reads them, by the unit of their definition; the ticks of one axis share a scale. */
import { formatBytes } from './bytes.js';
import { formatNumber, formatShare } from './count.js';
import { formatDuration } from './duration.js';
import { spaced } from './spaced.js';
import { formatDateTime, formatSeconds } from './time.js';

export interface Quantity {
  format(value: number): string;
  /** Of one axis: all in the same scale, with as many decimals as tell them apart. */
  ticks(values: readonly number[]): string[];
  /** Ticks stand at multiples of its powers: of two for bytes. */
  readonly tickBase: 2 | 10;
}

/** From which size on values are shown in which unit. */
type Scales = readonly (readonly [from: number, factor: number, sign: string])[];

interface Unit {
  readonly format: (value: number) => string;
  /** The largest first. */
  readonly scales: Scales;
  readonly tickBase: 2 | 10;
}

const MOST_DECIMALS = 6;
const [KIB, MIB, GIB] = [2 ** 10, 2 ** 20, 2 ** 30];

const units: Readonly<Record<string, Unit>> = {
  seconds: {
    format: (seconds) => formatDuration(seconds * 1000),
    scales: [
      [7200, 3600, 'h'],
      [120, 60, 'min'],
      [1, 1, 's'],
      [1e-3, 1e-3, 'ms'],
      [0, 1e-6, 'µs'],
    ],
    tickBase: 10,
  },
  bytes: {
    format: formatBytes,
    scales: [
      [GIB, GIB, 'GiB'],
      [MIB, MIB, 'MiB'],
      [KIB, KIB, 'KiB'],
      [0, 1, 'B'],
    ],
    tickBase: 2,
  },
  ratio: { format: formatShare, scales: [[0, 0.01, '%']], tickBase: 10 },
  // Of whatever currency the price table is in.
  cents: { format: (cents) => spaced(formatNumber(cents), '¢'), scales: [[0, 1, '¢']], tickBase: 10 },
  // Moments, not lengths.
  timestamp_seconds: { format: (seconds) => formatDateTime(seconds * 1000), scales: [], tickBase: 10 },
};

/** @param unit of a definition, such as `seconds`; one that is not known is shown behind the number */
export function quantityOf(unit: string, isRate = false): Quantity {
  const { format, scales, tickBase } = units[unit] ?? countOf(unit === 'count' ? '' : unit);
  const suffix = isRate ? '/s' : '';
  return {
    tickBase,
    format: (value) => `${format(value)}${suffix}`,
    ticks: (values) =>
      scales.length === 0
        ? values.map((seconds) => formatSeconds(seconds * 1000))
        : tickTexts(values, scales).map((text) => `${text}${suffix}`),
  };
}

function countOf(sign: string): Unit {
  const scales: Scales = [
    [1e9, 1e9, `G${sign}`],
    [1e6, 1e6, `M${sign}`],
    [1e4, 1e3, `k${sign}`],
    [0, 1, sign],
  ];
  return { format: (value) => withSign(formatNumber(value), sign), scales, tickBase: 10 };
}

function tickTexts(values: readonly number[], scales: Scales): string[] {
  const size = Math.max(...values.map(Math.abs));
  const [, factor, sign] = scales.find(([from]) => size >= from)!;
  const scaled = values.map((value) => value / factor);
  const decimals = decimalsOf(scaled);
  return scaled.map((value) => withSign(withDecimals(value, decimals), sign));
}

function withSign(text: string, sign: string): string {
  return sign === '' ? text : spaced(text, sign);
}

function decimalsOf(values: readonly number[]): number {
  for (let decimals = 0; decimals < MOST_DECIMALS; decimals++) {
    if (values.every((value) => Math.abs(value - Number(value.toFixed(decimals))) < 1e-9)) return decimals;
  }
  return MOST_DECIMALS;
}

function withDecimals(value: number, decimals: number): string {
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}
