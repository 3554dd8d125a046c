/** The names of everything that management can expose, and what the application's owner may look at to let somebody in. */
import type { IncomingHttpHeaders } from 'node:http';

export const MANAGEMENT_READS = [
  'routes',
  'config',
  'loggers',
  'sampling',
  'schedules',
  'instruments',
  'exporters',
  'health',
  'metrics',
  'objectives',
  'profiles',
  'captures',
] as const;

export const MANAGEMENT_CHANGES = ['loggers', 'sampling', 'profiles', 'captures'] as const;

export type ManagementRead = (typeof MANAGEMENT_READS)[number];
export type ManagementChange = (typeof MANAGEMENT_CHANGES)[number];

/** What `authorize` may look at; headers are as they came. */
export interface AccessRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string;
}
