import { benchmarkReport } from './benchmark-report.js';
import { itSaysWhatTheCodeSays } from './documents.js';

describe('the report of the benchmarks', () => {
  itSaysWhatTheCodeSays(['bench/README.md'], benchmarkReport);
});
