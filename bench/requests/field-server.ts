/** One contender under load. */
import 'reflect-metadata';
import type { Contender, Settings, SetUp } from './contenders/contender.js';
import { startHello, type HelloApplication, type Platform } from './hello.js';

/** `settle` sends what waits for export; both are answered with a reading. */
export type FieldCommand = 'read' | 'settle';

export interface FieldReading {
  readonly cpuMicros: number;
  readonly handled: number;
  readonly rssBytes: number;
}

async function main(name: string, platform: Platform, settings: Settings): Promise<void> {
  const { setUp } = (await import(`./contenders/${name}.js`)) as { setUp: SetUp };
  const contender: Contender = setUp(settings);
  const hello = await startHello(platform, contender);
  process.on('message', async (command: FieldCommand) => {
    if (command === 'settle') await contender.flush?.(hello.app);
    process.send!(reading(hello));
  });
  process.on('disconnect', () => process.exit());
  process.send!({ port: hello.port });
}

function reading({ handled }: HelloApplication): FieldReading {
  const { user, system } = process.cpuUsage();
  return { cpuMicros: user + system, handled: handled(), rssBytes: process.memoryUsage.rss() };
}

void main(process.argv[2]!, process.argv[3] as Platform, JSON.parse(process.argv[4]!) as Settings);
