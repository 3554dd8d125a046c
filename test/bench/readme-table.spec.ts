import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readmeTable, requestTables } from '../../bench/report/readme-table.js';
import { keepPart } from '../../bench/report/results.js';
import { conditionsOn, figure, partResult } from './measured-example.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'results-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the table for documents', () => {
  it('says what was measured, where, how, and how to measure it again', () => {
    keepPart(folder, conditionsOn('24.3.0'), partResult('desk', [figure('desk.cost', 1.011)]));
    keepPart(folder, conditionsOn('20.20.2'), partResult('desk', [figure('desk.cost', 1.034)]));

    const text = readmeTable(folder);

    expect(text).toContain('| ≤ 1.02 | 1.011 | 1.034 missed | – |');
    expect(text).toContain(
      'Machine: 2 cores of Example CPU, 8 GiB, linux x64. ' +
        'Node 24.3.0 (V8 13.6), measured 2026-11-21 at abc1234. ' +
        'Node 20.20.2 (V8 13.6), measured 2026-11-21 at abc1234. ' +
        'Versions: @nestjs/core 12.5.1, prom-client 15.1.3.',
    );
    expect(text).toContain('\n- desk: in pairs.\n');
    expect(text).toContain('Measure again with `npm run bench`');
  });

  it('lists the budgets before anything was measured', () => {
    expect(readmeTable(folder)).toContain('Nothing has been recorded yet.');
  });
});

describe('the tables of a request', () => {
  it('have a row per contender, the cheapest first, and a column per measure', () => {
    const contender = (id: string, title: string, cpu: number) => [
      figure(`field.${id}.express.cpu`, cpu, { title: `${title}, Express: CPU per request` }),
      figure(`field.${id}.express.rss`, 99.96, { title: `${title}, Express: memory` }),
    ];
    const figures = [...contender('sentry-10', '@sentry/nestjs, 10 %', 23), ...contender('ours-10', 'ours, 10 %', 1.2)];
    keepPart(folder, conditionsOn('24.3.0'), partResult('field', figures));

    const lines = requestTables(folder).split('\n');

    expect(lines.slice(0, 6)).toEqual([
      'Express, Node 24:',
      '',
      '| contender | CPU × bare | requests per second × bare | p99 × bare | exported, bytes a request | memory, MiB |',
      '| --- | --- | --- | --- | --- | --- |',
      '| ours, 10 % | 1.200 | – | – | – | 100.0 |',
      '| @sentry/nestjs, 10 % | 23.0 | – | – | – | 100.0 |',
    ]);
  });
});
