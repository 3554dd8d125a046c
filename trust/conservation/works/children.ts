/** Child processes that end by themselves, crash, are asked to end, or are killed. */
import { once } from 'node:events';
import { ProcessesInstrument, type ProcessHandle } from 'nestjs-observability/instruments';
import { openAndShut } from './open-and-shut.js';
import type { StartWork } from './work.js';

const NAME = 'helper';

interface Child {
  readonly handle: ProcessHandle;
  outcome: 'graceful' | 'forced' | 'crashed';
}

export const children: StartWork = ({ app, ledger, dice }) => {
  const processes = app.get(ProcessesInstrument);
  const end = (outcome: Child['outcome'], act: (child: Child) => unknown) => async (child: Child) => {
    child.outcome = outcome;
    act(child);
    await child.handle.ended;
  };
  return openAndShut<Child>(dice, {
    maxOpen: 3,
    open: async () => {
      const handle = processes.spawn('cat', [], { name: NAME });
      ledger.note('child_process_spawns_total', { process: NAME });
      ledger.note('child_processes_active', { process: NAME });
      await once(handle.child, 'spawn');
      return { handle, outcome: 'graceful' };
    },
    ends: [
      end('graceful', ({ handle }) => handle.child.stdin!.end()),
      end('graceful', ({ handle }) => void handle.terminate()),
      end('forced', ({ handle }) => void handle.child.kill('SIGKILL')),
      end('crashed', ({ handle }) => process.kill(handle.child.pid!, 'SIGSEGV')),
    ],
    ended: ({ outcome }) => {
      ledger.note('child_processes_active', { process: NAME }, -1);
      ledger.note('child_process_exits_total', { process: NAME, outcome });
      ledger.note('child_process_lifetime_seconds_count', { process: NAME });
    },
  });
};
