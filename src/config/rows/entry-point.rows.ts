/** How work comes in. */
import { ignoreRule } from '../code-types.js';
import { slowRoutes } from '../collection-types.js';
import { flag, headerName, number, oneOf } from '../scalar-types.js';
import type { RowDraft } from '../option-row.js';

export const entryPointRows: readonly RowDraft[] = [
  { path: 'http.enabled', type: flag, default: true, description: 'Observe HTTP requests at all.' },
  {
    path: 'http.ignore',
    type: ignoreRule,
    default: [],
    description: 'Paths (exact, or ending in `*`), or a predicate over the path: neither logged, traced nor counted.',
  },
  {
    path: 'http.requestIdHeader',
    type: headerName,
    default: 'x-request-id',
    description: 'Header that carries the request id, in and out.',
  },
  { path: 'http.echoRequestId', type: flag, default: true, description: 'Put the request id on the response.' },
  {
    path: 'http.clientIdentity',
    type: oneOf('off', 'hashed', 'plain'),
    default: 'off',
    description: 'Client address and user agent on spans and logs.',
  },
  {
    path: 'http.slowMs',
    type: number({ min: 0 }),
    default: 0,
    description: 'Requests slower than this are logged as warnings, in milliseconds; 0 is never.',
  },
  {
    path: 'http.slowRoutes',
    type: slowRoutes,
    default: {},
    description:
      "Other thresholds for single routes, by verb and template, in milliseconds: `{ 'GET /reports': 5000 }`.",
  },
  {
    path: 'http.phases',
    type: flag,
    default: true,
    description: 'Operations and metrics for guards, pipes, interceptors, handlers and filters.',
  },
  { path: 'websocket.enabled', type: flag, default: true, description: 'Observe WebSocket gateways at all.' },
  { path: 'rpc.enabled', type: flag, default: true, description: 'Observe microservice servers and clients at all.' },
  { path: 'graphql.enabled', type: flag, default: true, description: 'Observe GraphQL operations at all.' },
  { path: 'graphql.resolvers', type: flag, default: false, description: 'Spans for field resolvers too.' },
  { path: 'schedules.enabled', type: flag, default: true, description: 'Observe cron jobs, intervals and timeouts.' },
  { path: 'events.enabled', type: flag, default: true, description: 'Observe events, and the messages of CQRS.' },
  {
    path: 'messaging.relation',
    type: oneOf('link', 'parent'),
    default: 'link',
    description: "Whether a job or event has a trace of its own, linked to its producer's, or continues that.",
  },
];
