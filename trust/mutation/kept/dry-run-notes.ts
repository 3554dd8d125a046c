/** What the run without a mutant has told. Written down, because a worker that hung is followed by another. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Hits = Readonly<Record<string, number>>;

interface Notes {
  /** By `Date.now()`; mutants that come up later are not run. */
  readonly endsAtMs: number;
  /** By spec file: mutants that ran while it was loaded. */
  readonly staticHits: Readonly<Record<string, Hits>>;
}

export class DryRunNotes {
  private readonly file: string;
  private notes: Notes | undefined;

  constructor(root: string) {
    this.file = join(root, 'dry-run.json');
  }

  write(notes: Notes): void {
    this.notes = notes;
    writeFileSync(this.file, JSON.stringify(notes));
  }

  get isTimeOver(): boolean {
    return Date.now() > this.known().endsAtMs;
  }

  staticHits(): Record<string, number> {
    const sum: Record<string, number> = {};
    for (const hits of Object.values(this.known().staticHits))
      for (const [mutantId, count] of Object.entries(hits)) sum[mutantId] = (sum[mutantId] ?? 0) + count;
    return sum;
  }

  /** Spec files that run the mutant while they are loaded. */
  pathsOf(mutantId: string): readonly string[] {
    return Object.entries(this.known().staticHits).flatMap(([path, hits]) => (mutantId in hits ? [path] : []));
  }

  private known(): Notes {
    this.notes ??= JSON.parse(readFileSync(this.file, 'utf8')) as Notes;
    return this.notes;
  }
}
