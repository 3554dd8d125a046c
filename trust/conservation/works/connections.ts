/** Connections of a protocol that the application speaks itself. */
import { ConnectionsInstrument } from 'nestjs-observability/instruments';
import { openAndShut } from './open-and-shut.js';
import type { StartWork } from './work.js';

export const connections: StartWork = ({ app, ledger, dice }) => {
  const instrument = app.get(ConnectionsInstrument);
  return openAndShut(dice, {
    open: () => {
      ledger.note('connections_total');
      ledger.note('connections_active');
      return { handle: instrument.open({ protocol: 'modbus' }), status: 'ok' };
    },
    ends: [
      ({ handle }) => handle.close(),
      (connection) => {
        connection.status = 'error';
        connection.handle.fail(Object.assign(new Error('gone'), { code: 'ECONNRESET' }));
        ledger.note('connection_errors_total', { error_type: 'econnreset' });
      },
    ],
    ended: ({ status }, seen) => {
      ledger.note('connections_active', {}, -1);
      ledger.lasted('connection_duration_seconds', { status }, seen);
    },
  });
};
