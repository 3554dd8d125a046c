/**
 * The one place that knows @nestjs/terminus: its indicators decide and word the result, ours add the figures. It is loaded
 * when a check that needs it is made: an application without one does not pay for it, and no probe ever waits for it.
 */
import type { HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';

export interface DiskSpace {
  readonly freeBytes: number;
  readonly sizeBytes: number;
}

type Terminus = typeof import('@nestjs/terminus');
type Figures = Readonly<Record<string, number>>;

export class TerminusIndicators {
  private readonly terminus = require('@nestjs/terminus') as Terminus;
  private readonly results: HealthIndicatorService = new this.terminus.HealthIndicatorService();

  /** Down when the resident memory of this process is above the limit. */
  async residentMemory(name: string, maxBytes: number, figures: Figures): Promise<HealthIndicatorResult> {
    const indicator = new this.terminus.MemoryHealthIndicator(this.results);
    return withFigures(await indicator.checkRSS(name, maxBytes), figures);
  }

  /** Down when less than `minFreeBytes` are free. Terminus thinks in used bytes, so the limit is turned round. */
  async diskSpace(name: string, space: DiskSpace, minFreeBytes: number): Promise<HealthIndicatorResult> {
    const { freeBytes: free, sizeBytes: size } = space;
    const measured = async () => ({ free, size, diskPath: name });
    const indicator = new this.terminus.DiskHealthIndicator(measured, this.results);
    const result = await indicator.checkStorage(name, { path: name, threshold: size - minFreeBytes });
    return withFigures(result, { ...space, minFreeBytes });
  }

  upOrDown(name: string, isUp: boolean, details: Readonly<Record<string, unknown>>): HealthIndicatorResult {
    const session = this.results.check(name);
    return isUp ? session.up({ ...details }) : session.down({ ...details });
  }
}

/** The same result with figures beside its status. */
function withFigures(result: HealthIndicatorResult, figures: Figures): HealthIndicatorResult {
  return Object.fromEntries(Object.entries(result).map(([name, entry]) => [name, { ...entry, ...figures }]));
}
