/** Receives finished spans and counts them. */
export class SpanCounter {
  seen = 0;

  onStart(): void {}

  onEnd(): void {
    this.seen++;
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
