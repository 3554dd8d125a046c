import { formatBytes } from './bytes.js';
import { formatCompact, formatCount, formatNumber, formatPlural, formatRate, formatShare } from './count.js';
import { formatAgo, formatClock, formatDateTime } from './time.js';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('a size', () => {
  it.each([
    [0, '0 B'],
    [1_023, '1023 B'],
    [1_536, '1.5 KiB'],
    [67_108_864, '64 MiB'],
    [188_743_680, '180 MiB'],
    [null, '–'],
  ])('of %p bytes is written %p', (bytes, text) => {
    expect(plain(formatBytes(bytes))).toBe(text);
  });
});

describe('a share', () => {
  it.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.5, '50 %'],
    [0.999, '99.9 %'],
    [0.9994, '99.94 %'],
    [0.00004, '0.004 %'],
    [0.231, '23 %'],
    [-0.2, '-20 %'],
    [undefined, '–'],
  ])('of %p is written %p: as exactly as it differs from all and from nothing', (share, text) => {
    expect(plain(formatShare(share))).toBe(text);
  });
});

describe('numbers', () => {
  it('are grouped, cut short, or rounded to what matters', () => {
    expect([formatCount(1_234_567), formatCompact(1_234_567), formatNumber(0.0123456)]).toEqual([
      '1,234,567',
      '1.23M',
      '0.01235',
    ]);
    expect([0, 0.4, 12.34, 1_234].map(formatRate)).toEqual(['0.0/s', '0.40/s', '12.3/s', '1,234/s']);
    expect([plain(formatPlural(1, 'span')), plain(formatPlural(2, 'span'))]).toEqual(['1 span', '2 spans']);
  });
});

describe('times', () => {
  const at = new Date(2026, 10, 21, 14, 3, 2, 7).getTime();

  it('are written in the zone of the reader', () => {
    expect([formatClock(at), formatDateTime(at)]).toEqual(['14:03:02.007', '2026-11-21 14:03:02.007']);
  });

  it.each([
    [-5_000, 'now'],
    [1_000, 'now'],
    [12_000, '12 s ago'],
    [300_000, '5 m ago'],
    [7_200_000, '2 h ago'],
    [172_800_000, '2 d ago'],
  ])('%p ms ago are %p', (agoMs, text) => {
    expect(plain(formatAgo(at, at + agoMs))).toBe(text);
  });
});
