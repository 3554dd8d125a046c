/** The warnings among the lines of an application: one for each trouble, however often it is met. */

interface Line {
  readonly level: string;
  readonly target?: string;
  readonly message: string;
}

const MAX_KEPT = 10_000;

export class Warnings {
  private kept: string[] = [];

  /** In place of a log destination. */
  readonly write = (line: string): boolean => {
    if (line.includes('"WARN"') && this.kept.length < MAX_KEPT) this.kept.push(line);
    return true;
  };

  /** Those of the library about itself, since it was last asked. */
  take(): readonly string[] {
    const lines = this.kept.map((line) => JSON.parse(line) as Line);
    this.kept = [];
    return lines.filter(({ target }) => target === 'Observability').map(({ message }) => message);
  }
}

/** Whose trouble it is: the beginning of `hook failed in log: Error: fault. …`. */
export function repeated(messages: readonly string[]): readonly string[] {
  const troubles = messages.map((message) => /^(.* failed in [^:]*):/.exec(message)?.[1] ?? message);
  return [...new Set(troubles.filter((trouble, index) => troubles.indexOf(trouble) !== index))];
}
