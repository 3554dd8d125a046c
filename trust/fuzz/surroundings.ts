/** What every object of the process has is the same after millions of inputs as before, and so is the memory. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Trial } from '../harness/trial.js';

const SHARED = [
  Object.prototype,
  Array.prototype,
  String.prototype,
  Function.prototype,
  Map.prototype,
  Error.prototype,
];

function ownNames(): string {
  return SHARED.map((shared) => Reflect.ownKeys(shared).map(String).join()).join('\n');
}

const namesBefore = ownNames();

/** @param inputs since the check before */
export function checkPrototypes(trial: Trial, inputs: number): void {
  trial.tried('fuzz.prototypes', inputs);
  const [polluted] = Object.keys({ __proto__: Object.prototype });
  if (ownNames() === namesBefore && polluted === undefined) return;
  trial.lost('fuzz.prototypes', 'a prototype has changed', ownNames());
}

const MAX_GROWTH_BYTES = 24 * 2 ** 20;

/** From `begin` on, when everything that is remembered has been. */
export class HeldMemory {
  private readonly collect: () => void;
  private bytesBefore = 0;

  constructor() {
    setFlagsFromString('--expose-gc');
    this.collect = runInNewContext('gc') as () => void;
  }

  begin(): void {
    this.bytesBefore = this.heldBytes();
  }

  /** @param inputs since it began */
  check(trial: Trial, inputs: number): void {
    const grownBytes = this.heldBytes() - this.bytesBefore;
    trial.tried('fuzz.memory', inputs);
    trial.figure('fuzz.memory', 'growth', `${(grownBytes / 2 ** 20).toFixed(1)} MiB`);
    if (grownBytes > MAX_GROWTH_BYTES)
      trial.lost('fuzz.memory', `it holds ${grownBytes} bytes more`, `${inputs} inputs`);
  }

  private heldBytes(): number {
    this.collect();
    return process.memoryUsage().heapUsed;
  }
}
