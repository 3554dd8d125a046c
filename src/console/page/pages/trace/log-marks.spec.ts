import type { LogRow } from '../../../shapes/index.js';
import { logMarks } from './log-marks.js';

describe('log lines on the bars', () => {
  it('stand at their time in their span', () => {
    const marks = logMarks([line('b', 1_030, 'warn'), line('a', 1_010), line(null, 1_020)], 1_000, 1);

    expect([...marks]).toEqual([
      ['a', [{ level: 'info', atMs: 10, text: 'info at 1010', count: 1 }]],
      ['b', [{ level: 'warn', atMs: 30, text: 'warn at 1030', count: 1 }]],
    ]);
  });

  it('are one mark where they would hide each other, as loud as the loudest of them', () => {
    const marks = logMarks([line('a', 1_002), line('a', 1_001, 'error'), line('a', 1_000), line('a', 1_009)], 1_000, 2);

    expect(marks.get('a')).toEqual([
      { level: 'error', atMs: 0, text: 'error at 1001', count: 3 },
      { level: 'info', atMs: 9, text: 'info at 1009', count: 1 },
    ]);
  });
});

function line(spanId: string | null, timeMs: number, level: LogRow['level'] = 'info'): LogRow {
  const message = `${level} at ${timeMs}`;
  return {
    sequence: timeMs,
    timeMs,
    level,
    target: 'Shop',
    message,
    traceId: 't',
    spanId,
    requestId: null,
    fields: {},
    source: null,
  };
}
