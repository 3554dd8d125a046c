/** Things that can be made to go wrong on purpose, so that dashboards and alerts have something to tell. */
import { Injectable, type OnModuleDestroy } from '@nestjs/common';

export const faultNames = [
  'errors',
  'slowness',
  'ai-failures',
  'ai-cost',
  'event-backlog',
  'rate-limit-storm',
] as const;

export type FaultName = (typeof faultNames)[number];

@Injectable()
export class Faults implements OnModuleDestroy {
  private readonly active = new Map<FaultName, AbortController>();
  private readonly reactions = new Map<FaultName, (over: AbortSignal) => void>();

  isOn(name: FaultName): boolean {
    return this.active.has(name);
  }

  /** @param react called when the fault begins; the signal tells of its end */
  whenOn(name: FaultName, react: (over: AbortSignal) => void): void {
    this.reactions.set(name, react);
  }

  switchOn(name: FaultName): void {
    if (this.isOn(name)) return;
    const end = new AbortController();
    this.active.set(name, end);
    this.reactions.get(name)?.(end.signal);
  }

  switchOff(name: FaultName): void {
    this.active.get(name)?.abort();
    this.active.delete(name);
  }

  onModuleDestroy(): void {
    for (const name of faultNames) this.switchOff(name);
  }
}
