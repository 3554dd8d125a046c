/** What an application that says nothing about redaction has. */
import type { RedactionConfig } from '../../src/config/index.js';

export const redactionConfig: RedactionConfig = {
  keys: [],
  patterns: [],
  replacement: '[REDACTED]',
  detect: { email: false, iban: false, ssn: false },
  custom: undefined,
};
