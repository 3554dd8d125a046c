/** What happened in an application, in its order: side effects that no answer shows. */
export type Journal = (entry: string) => void;

export class JournalBook {
  private entries: string[] = [];

  readonly write: Journal = (entry) => void this.entries.push(entry);

  get length(): number {
    return this.entries.length;
  }

  /** What was written since the last time. */
  take(): readonly string[] {
    return this.entries.splice(0);
  }
}
