/** Slots of a pool: taken while there are any, given back, and never more than there are. */
import { PoolsInstrument, type Lease } from 'nestjs-observability/instruments';
import { openAndShut } from './open-and-shut.js';
import type { StartWork } from './work.js';

const POOL = 'trust';
const MAX_SLOTS = 12;

export const leases: StartWork = ({ app, ledger, dice }) => {
  const pool = app.get(PoolsInstrument).pool(POOL, { max: MAX_SLOTS });
  let free = 0;
  ledger.note('pool_size', { pool: POOL }, MAX_SLOTS);
  const acquire = async (): Promise<Lease> => {
    const isReused = free > 0;
    if (isReused) free--;
    ledger.note(isReused ? 'pool_connections_reused_total' : 'pool_connections_created_total', { pool: POOL });
    ledger.note('pool_connections_idle', { pool: POOL }, isReused ? -1 : 0);
    ledger.note('pool_connections_in_use', { pool: POOL });
    ledger.note('pool_wait_duration_seconds_count', { pool: POOL });
    return pool.acquire();
  };
  return openAndShut(dice, {
    maxOpen: MAX_SLOTS,
    open: acquire,
    ends: [(lease) => lease.release()],
    ended: () => {
      free++;
      ledger.note('pool_connections_idle', { pool: POOL });
      ledger.note('pool_connections_in_use', { pool: POOL }, -1);
    },
  });
};
