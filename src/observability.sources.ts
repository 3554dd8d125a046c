/** Every source of operations beside HTTP's server, in one list. Each decides for itself whether the application uses it. */
import type { ResolvedConfig } from './config/index.js';
import { OutgoingSource, type NestSource } from './sources/index.js';

/** A row a source: the switch in the configuration, and how it is made. */
export function createSources(config: ResolvedConfig): NestSource[] {
  const rows: readonly (readonly [isEnabled: boolean, create: () => NestSource])[] = [
    [config.outgoing.isEnabled, () => new OutgoingSource({ requestIdHeader: config.http.requestIdHeader })],
  ];
  return rows.filter(([isEnabled]) => isEnabled).map(([, create]) => create());
}
