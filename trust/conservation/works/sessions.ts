/** Sessions that close, are archived, evicted or break, and some that are ended twice. */
import { SessionsInstrument, type SessionHandle } from 'nestjs-observability/instruments';
import { openAndShut } from './open-and-shut.js';
import type { StartWork } from './work.js';

const TIERS = ['free', 'team', 'enterprise'] as const;
const REASONS = ['memory_pressure', 'idle'] as const;

export const sessions: StartWork = ({ app, ledger, dice }) => {
  const instrument = app.get(SessionsInstrument);
  const open = (): SessionHandle => {
    const tier = dice.pick(TIERS);
    ledger.note('sessions_created_total', { tier });
    ledger.note('sessions_active');
    return instrument.open({ tier });
  };
  const archive = (session: SessionHandle): void => {
    session.archive();
    ledger.note('sessions_archived_total');
  };
  const evict = (session: SessionHandle): void => {
    const reason = dice.pick(REASONS);
    session.evict(reason);
    ledger.note('sessions_evicted_total', { reason });
  };
  const closeTwice = (session: SessionHandle): void => {
    session.close();
    session.archive();
    ledger.note('observability_instrument_misuses_total', { instrument: 'sessions', misuse: 'closed_twice' });
  };
  return openAndShut(dice, {
    open,
    ends: [(session) => session.close(), archive, evict, closeTwice, (session) => session.fail(new Error('broken'))],
    ended: (_session, seen) => {
      ledger.note('sessions_active', {}, -1);
      ledger.lasted('session_duration_seconds', {}, seen);
    },
  });
};
