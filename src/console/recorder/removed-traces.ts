/** Ids of traces that have left lately, for pages that still show them. */
export class RemovedTraces {
  // Side by side: an object for each would live long enough to cost the garbage collector more than all the rest here.
  private readonly traceIds: string[] = [];
  private readonly sequences: number[] = [];
  private next = 0;

  /** @param maxCount of which the newest are remembered */
  constructor(private readonly maxCount: number) {}

  add(traceId: string, sequence: number): void {
    this.traceIds[this.next] = traceId;
    this.sequences[this.next] = sequence;
    this.next = (this.next + 1) % this.maxCount;
  }

  /** In no order. */
  since(sequence: number): string[] {
    return this.traceIds.filter((_traceId, index) => this.sequences[index]! > sequence);
  }
}
