/**
 * Windows during which the machine was somebody else's are taken again: a bounded number of times, and what remains is told.
 * How busy others were is what Linux says of the whole machine less what it says of our processes; elsewhere nobody knows.
 */
import { readFileSync } from 'node:fs';

const JIFFY_MS = 10;
// Each of the numbers compared is rounded to a jiffy.
const ROUNDING_MS = 3 * JIFFY_MS;
const MAX_FOREIGN_SHARE = 0.15;

export class Undisturbed {
  private retaken = 0;
  private disturbed = 0;

  /** @param maxRetakes in all, so that a busy machine makes a run longer but not endless */
  constructor(private readonly maxRetakes: number) {}

  /** Takes a window in which the processes `pids` work, beside this one; again if others worked, too. */
  async take<T>(pids: readonly number[], window: () => Promise<T>): Promise<T> {
    for (;;) {
      const { result, isQuiet } = await observe([process.pid, ...pids], window);
      if (isQuiet) return result;
      if (this.retaken === this.maxRetakes) {
        this.disturbed++;
        return result;
      }
      this.retaken++;
    }
  }

  /** For the proof of a figure. */
  describe(): string {
    if (this.retaken === 0) return 'no window disturbed';
    return `${this.retaken} windows taken again, ${this.disturbed} disturbed ones kept`;
  }
}

async function observe<T>(ours: readonly number[], window: () => Promise<T>) {
  const before = foreignMs(ours);
  const startedAtMs = performance.now();
  const result = await window();
  const wallMs = performance.now() - startedAtMs;
  return { result, isQuiet: foreignMs(ours) - before <= ROUNDING_MS + wallMs * MAX_FOREIGN_SHARE };
}

/** CPU time, since the machine was started, of everybody but us; a difference of two means something. */
function foreignMs(ours: readonly number[]): number {
  try {
    return (machineJiffies() - ours.reduce((sum, pid) => sum + processJiffies(pid), 0)) * JIFFY_MS;
  } catch {
    return 0;
  }
}

/** Without interrupts, which are mostly those of our own traffic; with what a hypervisor took away. */
function machineJiffies(): number {
  const [user, nice, system, , , , , stolen] = readFileSync('/proc/stat', 'utf8').split(/\s+/).slice(1, 9).map(Number);
  return user! + nice! + system! + stolen!;
}

function processJiffies(pid: number): number {
  // The name before the bracket may contain anything.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
