/** What became of one mutant of the code. */

/** Stryker's words, and two for what was not run. */
export type MutantStatus = 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'Ignored' | 'NotDrawn' | 'NoTime';

export interface Mutant {
  /** Relative to the checkout. */
  readonly fileName: string;
  readonly line: number;
  readonly column: number;
  readonly mutatorName: string;
  /** The code that stood there instead. */
  readonly replacement: string;
  readonly status: MutantStatus;
}
