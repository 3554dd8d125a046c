import { join } from 'node:path';
import { justifiedRows } from '../../bench/profile/justified.js';
import { readmeTable, requestTables } from '../../bench/report/readme-table.js';
import { environmentOnlyVariables, optionTable } from '../../src/config/index.js';
import { observabilityErrorCodes } from '../../src/kernel/index.js';
import { metricCatalog } from '../../src/metric-catalog.js';
import { compareDocument, region, root, table } from './generated.js';
import { metricReference, otelReference, prometheusReference } from './metric-reference.js';
import { alertReference, burnReference, commandHelp, fileReference, operationsPart } from './operations-reference.js';

const code = (text: string) => `\`${text}\``;

const benchResults = join(root, 'bench/results');

const generators = {
  region,
  options: () =>
    table(
      ['option', 'type', 'default', 'environment', 'what it does'],
      optionTable.map(({ path, type, defaultText, env, description }) => [
        code(path),
        type.name,
        defaultText,
        env.map(code).join(', '),
        description,
      ]),
    ),
  'console-options': () =>
    table(
      ['option', 'default', 'environment', 'what it does'],
      optionTable
        .filter(({ path }) => path.startsWith('console.'))
        .map(({ path, defaultText, env, description }) => [
          code(path),
          defaultText,
          env.map(code).join(', '),
          description,
        ]),
    ),
  environment: () =>
    table(
      ['variable', 'what it does'],
      environmentOnlyVariables.map(({ name, description }) => [code(name), description]),
    ),
  metrics: () =>
    table(
      ['metric', 'type', 'unit', 'labels', 'what it says'],
      metricCatalog.map(({ name, type, unit, labelNames, help }) => [
        code(name),
        type,
        unit,
        labelNames.map(code).join(', '),
        help,
      ]),
    ),
  'metric-reference': metricReference,
  'otel-reference': otelReference,
  'prometheus-reference': prometheusReference,
  alerts: alertReference,
  'burn-rates': burnReference,
  'generated-files': fileReference,
  'command-help': commandHelp,
  operations: operationsPart,
  errors: () =>
    table(
      ['code', 'meaning'],
      Object.entries(observabilityErrorCodes).map(([name, meaning]) => [code(name), meaning]),
    ),
  benchmark: () => readmeTable(benchResults),
  'benchmark-requests': () => requestTables(benchResults),
  justified: () => table(justifiedRows()[0]!, justifiedRows().slice(1)),
};

describe('a document', () => {
  it.each([
    'README.md',
    'docs/13-console.md',
    'docs/15-exporters.md',
    'docs/14-hooks.md',
    'docs/10-instruments.md',
    'docs/11-objectives.md',
    'docs/12-operations.md',
    'docs/19-profiling.md',
    'bench/README.md',
    'docs/reference/metrics.md',
    'docs/08-errors.md',
  ])('says what the code says: %s', (file) => {
    const { actual, expected } = compareDocument(file, generators);

    expect(normalized(actual)).toBe(normalized(expected));
  });
});

/** Without the column padding that the formatter adds to tables. */
function normalized(text: string): string {
  return text.replace(/-{3,}/g, '---').replace(/ +/g, ' ');
}
