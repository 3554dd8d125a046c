import { quantityOf } from '../../format/quantity.js';
import { chartSummary } from './chart-summary.js';

const seconds = quantityOf('seconds');

it('A chart is told in a sentence: each line with its last, lowest and highest value', () => {
  const lines = [
    { name: 'p50', values: [0.01, null, 0.03] },
    { name: 'p95', values: [null, null, null] },
  ];

  expect(chartSummary('Duration', [0, 60_000, 120_000], lines, seconds)).toBe(
    'Duration, the last 2 minutes. p50: 30.0\u00a0ms now, between 10.0\u00a0ms and 30.0\u00a0ms; p95: no values. Arrow keys move through the values.',
  );
});

it('A chart of many lines tells of the first', () => {
  const lines = Array.from({ length: 6 }, (_, place) => ({ name: `line ${place}`, values: [place] }));

  expect(chartSummary('Many', [0], lines, seconds)).toContain(
    'line 3: 3.00\u00a0s now, between 3.00\u00a0s and 3.00\u00a0s; and 2 more.',
  );
});

it('A chart without values says so', () => {
  expect(chartSummary('Duration', [], [], seconds)).toBe('Duration: no values yet.');
});
