/** One switch for each boundary: off, its callback does what it should; on, it has the fault. */
import type { Boundary, Callback } from '../boundary.js';
import { releaseHeld, type Fault } from '../fault.js';

export class Switchboard {
  private isolated: { readonly boundary: Boundary; readonly fault: Fault } | undefined;
  private callCount = 0;

  /** How often the faulty callback was called since it was switched on. */
  get calls(): number {
    return this.callCount;
  }

  get isOn(): boolean {
    return this.isolated !== undefined;
  }

  callbackOf(boundary: Boundary): Callback {
    return (...given) => {
      if (this.isolated?.boundary !== boundary) return boundary.healthy(...given) as never;
      this.callCount++;
      return this.isolated.fault.act() as never;
    };
  }

  on(boundary: Boundary, fault: Fault): void {
    this.isolated = { boundary, fault };
    this.callCount = 0;
  }

  off(): void {
    this.isolated = undefined;
    releaseHeld();
  }
}
