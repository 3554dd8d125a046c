/** CPU per request of an application with `enabled: false`, divided by that of a bare one in the same process. */
import { pin, SERVER_CORE } from '../harness/cores.js';
import { load } from '../harness/load.js';
import { MeasuredProcess } from '../harness/measured-process.js';
import { measureCost, type Window } from '../harness/paired-windows.js';
import { Undisturbed } from '../harness/undisturbed.js';
import type { DisabledReading, DisabledServer } from './disabled-server.js';
import type { Platform } from './hello.js';
import { difference } from './difference.js';
import type { Effort, RequestCost } from './request-cost.js';

export async function measureDisabledCost(platform: Platform, effort: Effort): Promise<RequestCost> {
  const { pairs, requestsPerWindow, execPath } = effort;
  const server = new MeasuredProcess<'read'>('requests/disabled-server.js', [platform], {
    execPath,
    env: { NODE_ENV: 'production' },
  });
  const undisturbed = new Undisturbed(pairs);
  try {
    const ports = await server.hear<DisabledServer>();
    pin(server.pid, SERVER_CORE);
    const window: Window = (isOn, count) => measureWindow(server, ports, isOn, count);
    const cost = await measureCost(window, pairs, requestsPerWindow, (work) => undisturbed.take([server.pid], work));
    return { ...cost, quietness: undisturbed.describe() };
  } finally {
    await server.kill();
  }
}

/** "On" is the application that has the module. */
async function measureWindow(
  server: MeasuredProcess<'read'>,
  { barePort, disabledPort }: DisabledServer,
  isOn: boolean,
  count: number,
): Promise<DisabledReading> {
  const before = await server.ask<DisabledReading>('read');
  const sent = (await load(isOn ? disabledPort : barePort, count)).length;
  const window = difference(before, await server.ask<DisabledReading>('read'));
  const { handledByBare, handledByDisabled } = window;
  if (handledByDisabled !== (isOn ? sent : 0) || handledByBare !== (isOn ? 0 : sent))
    throw new Error(`disabled on ${sent} requests: ${handledByBare} handled by bare, ${handledByDisabled} by disabled`);
  return { ...window, counted: handledByDisabled };
}
