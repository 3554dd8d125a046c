/** What every process of this part does: it serves one route on Express, tells what it has cost until then, and ends in order. */
import { startHello, type Observation } from '../requests/hello.js';

export type StartupCommand = 'read' | 'stop';

/** @param finish sends what telemetry waits, when the application has been closed */
export async function serve(observation: Observation = {}, finish?: () => Promise<void>): Promise<void> {
  const { app, port } = await startHello('express', observation);
  process.on('message', async (command: StartupCommand) => {
    if (command === 'read') return void process.send!(cpuMs());
    await app.close();
    await finish?.();
    process.disconnect();
  });
  process.send!({ port });
}

/** Since the process was started, Node's own start included. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
