/** What an application works with: other services, databases, caches, processes, models; and its own methods. */
import { autoTraceChoice } from '../code-types.js';
import { priceTable } from '../price-table.js';
import { flag, integer } from '../scalar-types.js';
import type { RowDraft } from '../option-row.js';

export const dependencyRows: readonly RowDraft[] = [
  { path: 'outgoing.enabled', type: flag, default: true, description: 'Observe outgoing HTTP calls at all.' },
  { path: 'database.enabled', type: flag, default: true, description: 'Observe database and Redis drivers at all.' },
  {
    path: 'database.statements',
    type: flag,
    default: true,
    description: 'Statements on spans, every literal removed.',
  },
  { path: 'cache.enabled', type: flag, default: true, description: 'Observe cache managers at all.' },
  { path: 'rateLimits.enabled', type: flag, default: true, description: 'Observe throttler guards at all.' },
  {
    path: 'processes.enabled',
    type: flag,
    default: true,
    description: 'Observe child processes and worker threads that the application does not show by hand.',
  },
  {
    path: 'ai.prices',
    type: priceTable,
    default: {},
    description: 'What models cost, by `model` or `provider/model`, in cents per 1 million tokens.',
  },
  { path: 'ai.recordContent', type: flag, default: false, description: 'Prompts and answers on spans, redacted.' },
  {
    path: 'ai.maxContentLength',
    type: integer({ min: 1 }),
    default: 8192,
    description: 'Characters of the prompts, and of the answers, on one span.',
  },
  {
    path: 'autoTrace',
    type: autoTraceChoice,
    default: false,
    description: "Spans for methods of the application's own providers, without decorators; or which classes.",
  },
];
