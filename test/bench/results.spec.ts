import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepPart, measuredOf, readAllResults, withPart } from '../../bench/report/results.js';
import { readTrend, recordRun } from '../../bench/report/trend.js';
import { conditionsOn, figure, partResult, resultsOn } from './measured-example.js';

let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'results-')), 'results');
});

afterEach(() => {
  rmSync(join(folder, '..'), { recursive: true });
});

describe('the results of a Node', () => {
  const conditions = conditionsOn('24.3.0');

  it('keep a part with its samples, and replace what was measured of it before', () => {
    keepPart(folder, conditions, partResult('desk', [figure('desk.cost', 1.03)]));
    keepPart(folder, conditions, partResult('calls', [figure('calls.counted.sync', 1.4)]));
    const newer = partResult('desk', [figure('desk.cost', 1.01, { samples: [1, 1.01, 1.02] })]);
    keepPart(folder, conditions, newer);

    const [results] = readAllResults(folder);

    expect(results).toEqual(resultsOn('24.3.0', [partResult('calls', [figure('calls.counted.sync', 1.4)]), newer]));
  });

  it('write five digits, and samples on one line', () => {
    const samples = [1.23456789, 123456.789];
    keepPart(folder, conditions, partResult('desk', [figure('desk.cost', 1.23456789, { samples })]));

    const written = readFileSync(join(folder, 'node24.json'), 'utf8');

    expect(written).toContain('"value": 1.2346');
    expect(written).toContain('"samples": [1.2346, 123460]');
  });

  it('begin anew on another machine or with other versions', () => {
    const kept = resultsOn('24.3.0', [partResult('calls', [figure('calls.counted.sync', 1.4)])]);
    const other = { ...conditions, packages: { '@nestjs/core': '13.0.0' } };

    expect(withPart(kept, other, partResult('desk', [])).parts.map(({ part }) => part)).toEqual(['desk']);
    expect(withPart(kept, conditions, partResult('desk', [])).parts.map(({ part }) => part)).toEqual(['calls', 'desk']);
  });

  it('are read the newest Node first, by the id of each figure', () => {
    keepPart(folder, conditionsOn('20.20.2'), partResult('desk', [figure('desk.cost', 1.02)]));
    keepPart(folder, conditions, partResult('desk', [figure('desk.cost', 1.01)]));

    const measured = readAllResults(folder).map(measuredOf);

    expect(measured.map(({ nodeMajor, figures }) => [nodeMajor, figures.get('desk.cost')?.value])).toEqual([
      [24, 1.01],
      [20, 1.02],
    ]);
  });

  it('of another schema are refused', () => {
    keepPart(folder, conditions, partResult('desk', []));
    writeFileSync(join(folder, 'node24.json'), '{"schemaVersion":99}');

    expect(() => readAllResults(folder)).toThrow(/has schema 99, not 1\. Fix: remove it and measure again\./);
  });

  it('are none where nothing was measured', () => {
    expect(readAllResults(folder)).toEqual([]);
    expect(readTrend(folder)).toEqual([]);
  });
});

describe('the trend', () => {
  it('has one line per recorded run', () => {
    const run = { date: '2026-11-21T10:00:00.000Z', commit: 'abc1234', node: '24.3.0' };
    recordRun(folder, run, [figure('desk.cost', 1.0123456)]);
    recordRun(folder, { ...run, commit: 'def5678' }, [figure('desk.cost', 1.01)]);

    expect(readTrend(folder)).toEqual([
      { ...run, values: { 'desk.cost': 1.0123 } },
      { ...run, commit: 'def5678', values: { 'desk.cost': 1.01 } },
    ]);
  });
});
