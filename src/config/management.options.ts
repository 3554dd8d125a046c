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

/** What management can show. */
export type ManagementRead = (typeof MANAGEMENT_READS)[number];
/** What management can change. */
export type ManagementChange = (typeof MANAGEMENT_CHANGES)[number];

/**
 * The request of somebody who wants to manage the application or see its console.
 * What `authorize` may look at; headers are as they came.
 *
 * @example
 * ```ts
 * const authorize = ({ headers }: AccessRequest): string | undefined =>
 *   headers['x-role'] === 'operator' ? String(headers['x-user']) : undefined;
 *
 * ObservabilityModule.forRoot({ management: { access: { authorize, loopbackOnly: false } } });
 * ```
 */
export interface AccessRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string;
}
