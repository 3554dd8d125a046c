/** What would have ended the process: rejections and exceptions that nobody has caught. */

export class UnhandledErrors {
  private readonly seen: string[] = [];

  watch(): void {
    process.on('unhandledRejection', (reason) => this.note('unhandledRejection', reason));
    process.on('uncaughtException', (error) => this.note('uncaughtException', error));
  }

  /** Those since it was last asked. */
  take(): readonly string[] {
    return this.seen.splice(0);
  }

  private note(kind: string, error: unknown): void {
    this.seen.push(`${kind}: ${wordsOf(error)}`);
  }
}

function wordsOf(error: unknown): string {
  try {
    return String((error as Error | undefined)?.stack ?? error);
  } catch {
    return 'something that cannot be shown';
  }
}
