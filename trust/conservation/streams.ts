/** Gateways and event streams: connected = gone + there, each message and each event counted once. */
import { gatewayAdapter, type AdapterName } from '../../test/support/gateways.js';
import { Inspection } from './accounting/inspection.js';
import { Ledger } from './accounting/ledger.js';
import { startDesk, type ObservedDesk } from './desk.js';
import { followersOf } from './streams/followers.js';
import { EchoGateway, Feed, LiveController } from './streams/live.js';
import { socketsOver } from './streams/sockets.js';
import { tell, type Attempt } from './subject.js';

const ATTACK_CLASS = 'conservation.streams';
const LOOKS = 4;
const STEPS_PER_LOOK = 40;

interface Circumstances {
  readonly platform: 'express' | 'fastify';
  readonly adapter: AdapterName;
}

export async function streams(attempt: Attempt): Promise<void> {
  const { round } = attempt;
  const platform = round % 2 === 0 ? 'express' : 'fastify';
  const adapter = Math.floor(round / 2) % 2 === 0 ? 'ws' : 'socket.io';
  const desk = await startDesk({
    platform,
    controllers: [LiveController],
    providers: [EchoGateway, Feed],
    observability: { logs: { level: 'fatal' } },
    configure: (app) => app.useWebSocketAdapter(gatewayAdapter(adapter, app)),
  });
  try {
    await follow(attempt, desk, { platform, adapter });
  } finally {
    await desk.close();
  }
}

async function follow(
  attempt: Attempt,
  { app, port, scrape }: ObservedDesk,
  circumstances: Circumstances,
): Promise<void> {
  const { dice } = attempt;
  const ledger = new Ledger();
  const inspection = new Inspection(scrape, ledger);
  const start = [socketsOver(circumstances.adapter, port), followersOf(port)];
  const works = start.map((make) => make({ app, ledger, dice: dice.another() }));
  const report = async (moment: string): Promise<void> => {
    const wrong = await inspection.look();
    const compared = inspection.samples.size;
    tell(attempt, { attackClass: ATTACK_CLASS, compared, wrong, circumstances: { ...circumstances, moment } });
  };
  for (let look = 0; look < LOOKS; look++) {
    for (let step = 0; step < STEPS_PER_LOOK; step++) await dice.pick(works).step();
    await report(`look ${look}`);
  }
  for (const work of works) await work.finish();
  await report('at the end');
}
