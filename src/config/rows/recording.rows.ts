/** What leaves in records of its own, what is kept of exchanges, and what is removed from everything. */
import { captureRules } from '../capture-rules.js';
import { callback } from '../code-types.js';
import { patternList, stringList } from '../collection-types.js';
import { exporterList } from '../exporter-list.js';
import { flag, integer, milliseconds, replacementText } from '../scalar-types.js';
import type { RowDraft } from '../option-row.js';

export const recordingRows: readonly RowDraft[] = [
  {
    path: 'exporters',
    type: exporterList,
    default: [],
    description: 'Where telemetry events go: files, webhooks, the console.',
    isSecret: true,
  },
  {
    path: 'redaction.keys',
    type: stringList,
    default: [],
    description: 'More key names whose values are hidden (any case, `-` and `_` ignored).',
  },
  {
    path: 'redaction.patterns',
    type: patternList,
    default: [],
    description: 'More patterns whose matches are hidden in any text.',
  },
  {
    path: 'redaction.replacement',
    type: replacementText,
    default: '[REDACTED]',
    description: 'Put in place of what was hidden.',
  },
  { path: 'redaction.detect.email', type: flag, default: false, description: 'E-mail addresses are hidden as well.' },
  {
    path: 'redaction.detect.iban',
    type: flag,
    default: false,
    description: 'International bank account numbers whose check digits are right are hidden as well.',
  },
  {
    path: 'redaction.detect.ssn',
    type: flag,
    default: false,
    description: 'Social Security numbers of the United States are hidden as well.',
  },
  {
    path: 'redaction.custom',
    type: callback,
    description: 'Decides about fields, attributes and headers before the rules do.',
  },
  {
    path: 'capture.rules',
    type: captureRules,
    default: [],
    description: 'Which requests and responses are kept in memory, without their secrets.',
  },
  {
    path: 'capture.maxBodyBytes',
    type: integer({ min: 0 }),
    default: 16_384,
    description: 'Of each body, in bytes; of a longer one the beginning is kept; 0 keeps none.',
  },
  {
    path: 'capture.maxEntries',
    type: integer({ min: 1 }),
    default: 100,
    description: 'The newest so many are kept.',
  },
  {
    path: 'capture.maxBytes',
    type: integer({ min: 1 }),
    default: 8_388_608,
    description: 'Of all that is kept, and of all bodies under way, in bytes each.',
  },
  {
    path: 'capture.maxAgeMs',
    type: milliseconds(1),
    default: 3_600_000,
    description: 'How long they are kept, in milliseconds.',
  },
  {
    path: 'capture.omittedHeaders',
    type: stringList,
    default: [],
    description: 'Headers that are left out; those that are secrets are kept by name only.',
  },
];
