/** The console: where it is on, who may open it, and how much it remembers. */
import { callback } from '../code-types.js';
import { stringList } from '../collection-types.js';
import { consolePageList } from '../console-page-list.js';
import { EDITORS, editorLink } from '../editor-link.js';
import { accessToken } from '../management-types.js';
import { flag, integer, milliseconds, path } from '../scalar-types.js';
import type { DefaultContext, RowDraft } from '../option-row.js';

export const consoleRows: readonly RowDraft[] = [
  {
    path: 'console.enabled',
    type: flag,
    default: ({ environmentClass }: DefaultContext) => environmentClass === 'development',
    defaultText: 'true in development',
    description: 'Record for the console and show it; outside development there must be a token or `authorize`.',
  },
  {
    path: 'console.path',
    type: path,
    default: '/observability',
    description: 'Base path; each page hangs below it.',
  },
  {
    path: 'console.ownPort',
    type: flag,
    default: false,
    description: 'Answer on the port of `metrics.port` instead of on that of the application.',
  },
  {
    path: 'console.access.token',
    type: accessToken,
    description: 'A token that stays, in place of the one-time token that is printed at start.',
    isSecret: true,
  },
  {
    path: 'console.access.authorize',
    type: callback,
    description: 'Names who asks, or gives undefined to refuse; asked where neither cookie nor token fits.',
  },
  {
    path: 'console.access.loopbackOnly',
    type: flag,
    default: true,
    description: 'Answer this machine alone, and nobody through a proxy.',
  },
  {
    path: 'console.access.hosts',
    type: stringList,
    default: [],
    description: 'Names under which it may be called, beside addresses and `localhost`.',
  },
  {
    path: 'console.changes',
    type: flag,
    default: ({ environmentClass }: DefaultContext) => environmentClass === 'development',
    defaultText: 'true in development',
    description: 'Let who may look also change things: levels of loggers, profiles, and what is kept.',
  },
  {
    path: 'console.maxBytes',
    type: integer({ min: 1_048_576 }),
    default: 67_108_864,
    description: 'Of all that is kept, in bytes, estimated: traces get 60 %, logs 20 %, metrics 15 %.',
  },
  {
    path: 'console.maxTraces',
    type: integer({ min: 1 }),
    default: 2000,
    description: 'The newest so many traces are kept, beside failures and the slowest of each route.',
  },
  {
    path: 'console.maxSpansPerTrace',
    type: integer({ min: 1 }),
    default: 500,
    description: 'Spans of one trace; more are counted only.',
  },
  {
    path: 'console.maxLogs',
    type: integer({ min: 1 }),
    default: 10_000,
    description: 'The newest so many lines of the log are kept.',
  },
  {
    path: 'console.maxSeries',
    type: integer({ min: 1 }),
    default: 2000,
    description: 'Series of metrics whose course is kept.',
  },
  {
    path: 'console.maxPoints',
    type: integer({ min: 2 }),
    default: 720,
    description: 'Points of one series; the oldest makes room for the newest.',
  },
  {
    path: 'console.pointIntervalMs',
    type: milliseconds(100),
    default: 5000,
    description: 'Time between two points, in milliseconds.',
  },
  {
    path: 'console.maxProfiles',
    type: integer({ min: 1 }),
    default: 5,
    description: 'Profiles that the page lists.',
  },
  {
    path: 'console.editor',
    type: editorLink,
    default: ({ environmentClass }: DefaultContext) =>
      environmentClass === 'development' ? EDITORS.vscode : undefined,
    defaultText: "'vscode' in development, else 'off'",
    description: 'What opens a file of the application from the page: a known editor, or a URL with `{file}`.',
  },
  {
    path: 'consolePages',
    type: consolePageList,
    default: [],
    description: "Pages of the application's own in the console.",
  },
];
