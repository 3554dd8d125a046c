/** CPU per request with the module on, divided by the same with it off, in one server process. */
import { load } from '../harness/load.js';
import { MeasuredProcess } from '../harness/measured-process.js';
import { between, measureCost, type Cost, type Reading } from '../harness/paired-windows.js';
import type { Command } from './server.js';
import type { Variant } from './variants.js';

export async function measureRequestCost(variant: Variant, pairs: number, requestsPerWindow: number): Promise<Cost> {
  const server = new MeasuredProcess<Command>('requests/server.js', [variant]);
  const { port } = await server.hear<{ port: number }>();
  const window = async (isOn: boolean, count: number) => {
    const before = await server.ask<Reading>({ ask: 'switch', isOn });
    await load(port, count);
    return between(before, await server.ask<Reading>({ ask: 'read' }));
  };
  try {
    return await measureCost(window, pairs, requestsPerWindow);
  } finally {
    await server.stop({ ask: 'stop' });
  }
}
