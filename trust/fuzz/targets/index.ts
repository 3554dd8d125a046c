/** Everything that reads what comes from outside, by what it reads. */
import type { Target } from '../target.js';
import { configurationTargets } from './configuration.js';
import { traceDocumentTargets } from './documents.js';
import { documentTargets } from './json-documents.js';
import { formTargets } from './forms.js';
import { labelTargets } from './labels.js';
import { logTargets } from './log-lines.js';
import { negotiationTargets } from './negotiation.js';
import { queryTargets } from './queries.js';
import { redactionTargets } from './redaction.js';
import { requestTargets } from './requests.js';
import { statementTargets } from './statements.js';
import { streamTargets } from './streams.js';
import { traceHeaderTargets } from './trace-headers.js';
import { valueTargets } from './values.js';

export const targets: readonly Target[] = [
  ...traceHeaderTargets,
  ...requestTargets,
  ...negotiationTargets,
  ...queryTargets,
  ...statementTargets,
  ...redactionTargets,
  ...documentTargets,
  ...valueTargets,
  ...traceDocumentTargets,
  ...labelTargets,
  ...logTargets,
  ...streamTargets,
  ...formTargets,
  ...configurationTargets,
];
