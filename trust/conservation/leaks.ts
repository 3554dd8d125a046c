/** Handles that nobody ends: once they are collected they are counted as leaked, and what they held open is closed. */
import { ConnectionsInstrument, PoolsInstrument, SessionsInstrument } from 'nestjs-observability/instruments';
import type { INestApplication } from '@nestjs/common';
import { collectGarbage } from '../../test/support/garbage.js';
import { brokenIdentities } from './accounting/identities.js';
import { Ledger } from './accounting/ledger.js';
import { samplesIn } from './accounting/page.js';
import { Patience } from './accounting/patience.js';
import { startDesk } from './desk.js';
import { tell, type Attempt } from './subject.js';

const ATTACK_CLASS = 'conservation.leaks';
const HANDLES = 60;

export async function leaks(attempt: Attempt): Promise<void> {
  const desk = await startDesk({ observability: { logs: { level: 'fatal' } } });
  try {
    const ledger = new Ledger();
    const { keptOpen, close } = await openMany(attempt, ledger, desk.app);
    const wrong = await new Patience().until(async () => {
      await collectGarbage();
      const samples = samplesIn(await desk.scrape());
      return [...ledger.differences(samples), ...brokenIdentities(samples)];
    });
    tell(attempt, { attackClass: ATTACK_CLASS, compared: HANDLES, wrong, circumstances: { keptOpen } });
    close();
  } finally {
    await desk.close();
  }
}

interface Opened {
  readonly keptOpen: number;
  /** Of those that are held, which nobody may collect before. */
  close(): void;
}

/** A third is closed, a third is held, a third is let go. */
async function openMany({ dice }: Attempt, ledger: Ledger, app: INestApplication): Promise<Opened> {
  const [sessions, connections] = [app.get(SessionsInstrument), app.get(ConnectionsInstrument)];
  const pool = app.get(PoolsInstrument).pool('leaky', { max: HANDLES });
  const held: { end(): void }[] = [];
  const misused = (instrument: string): void =>
    ledger.note('observability_instrument_misuses_total', { instrument, misuse: 'leaked' });
  for (let handle = 0; handle < HANDLES; handle++) {
    const fate = dice.pick(['closed', 'held', 'forgotten'] as const);
    const [session, connection, lease] = [sessions.open(), connections.open({ protocol: 'tcp' }), await pool.acquire()];
    const end = (): void => {
      session.close();
      connection.close();
      lease.release();
    };
    ledger.note('sessions_created_total', { tier: 'default' });
    ledger.note('connections_total');
    ledger.note('pool_wait_duration_seconds_count', { pool: 'leaky' });
    if (fate === 'closed') end();
    if (fate === 'forgotten') for (const instrument of ['sessions', 'connections', 'pools']) misused(instrument);
    if (fate === 'held') {
      held.push({ end });
      for (const name of ['sessions_active', 'connections_active']) ledger.note(name);
      ledger.note('pool_connections_in_use', { pool: 'leaky' });
    }
  }
  return { keptOpen: held.length, close: () => held.forEach(({ end }) => end()) };
}
