/** An application under observation whose page stands on a port of its own: to look at it is no request and no connection of it. */
import { startApplication, type ApplicationSpec, type RunningApplication } from '../../test/support/application.js';
import type { ObservabilityOptions } from 'nestjs-observability';
import { quietPort } from './quiet-port.js';

export interface DeskSpec extends Omit<ApplicationSpec, 'observability'> {
  readonly observability?: ObservabilityOptions;
}

export interface ObservedDesk extends RunningApplication {
  /** Of the page. */
  readonly metricsPort: number;
}

export async function startDesk({ observability = {}, ...spec }: DeskSpec): Promise<ObservedDesk> {
  const metricsPort = await quietPort();
  const metrics = { ...observability.metrics, port: metricsPort, host: '127.0.0.1' };
  // Driver and receivers live in the same process, and what they call is no work of the application.
  const outgoing = { enabled: false };
  const application = await startApplication({ ...spec, observability: { outgoing, ...observability, metrics } });
  const scrape = async (accept = 'text/plain'): Promise<string> =>
    (await fetch(`http://127.0.0.1:${metricsPort}/metrics`, { headers: { accept } })).text();
  return { ...application, metricsPort, scrape };
}
