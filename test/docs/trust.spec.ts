import { itSaysWhatTheCodeSays } from './documents.js';
import { trustReport } from './trust-report.js';

describe('the page about trust', () => {
  itSaysWhatTheCodeSays(['docs/28-trust.md'], trustReport);
});
