/** CPU per request with the module on, divided by the same with it off, in one server process. */
import { load } from './load.js';
import { between, measureCost, MeasuredProcess, type Cost } from './paired-windows.js';
import type { Command } from './server.js';
import type { Variant } from './variants.js';

export async function measureRequestCost(variant: Variant, pairs: number, requestsPerWindow: number): Promise<Cost> {
  const server = new MeasuredProcess<Command>('server.js', [variant]);
  const port = await server.port();
  const window = async (isOn: boolean, count: number) => {
    const before = await server.ask({ ask: 'switch', isOn });
    await load(port, count);
    return between(before, await server.ask({ ask: 'read' }));
  };
  try {
    return await measureCost(window, pairs, requestsPerWindow);
  } finally {
    await server.stop({ ask: 'stop' });
  }
}
