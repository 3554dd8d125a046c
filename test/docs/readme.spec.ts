import { benchmarkReport } from './benchmark-report.js';
import { consoleOptions } from './configuration-reference.js';
import { itSaysWhatTheCodeSays } from './documents.js';
import { region } from './generated.js';
import { alertReference, burnReference, commandHelp, fileReference, operationsPart } from './operations-reference.js';
import { consolePages } from './pages/console-pages.js';
import { someCosts, someOptions } from './pages/readme-tables.js';
import { recorded, wholeFile } from './pages/shown.js';

const generators = {
  region,
  file: wholeFile,
  recorded,
  'some-options': someOptions,
  'some-costs': someCosts,
  'console-options': consoleOptions,
  'console-pages': consolePages,
  alerts: alertReference,
  'burn-rates': burnReference,
  'generated-files': fileReference,
  'command-help': commandHelp,
  operations: operationsPart,
  ...benchmarkReport,
};

/** The README and the pages in reading order; references have a spec each. */
describe('a page', () => {
  itSaysWhatTheCodeSays(
    [
      'README.md',
      'docs/02-quick-start.md',
      'docs/04-traces.md',
      'docs/05-metrics.md',
      'docs/06-logs.md',
      'docs/07-health.md',
      'docs/08-errors.md',
      'docs/10-instruments.md',
      'docs/11-objectives.md',
      'docs/12-operations.md',
      'docs/13-console.md',
      'docs/14-hooks.md',
      'docs/15-exporters.md',
      'docs/16-capture.md',
      'docs/17-redaction.md',
      'docs/18-sentry.md',
      'docs/19-profiling.md',
      'docs/20-management.md',
      'docs/21-testing.md',
      'docs/22-security.md',
      'docs/23-performance.md',
      'docs/24-extending.md',
    ],
    generators,
  );
});
