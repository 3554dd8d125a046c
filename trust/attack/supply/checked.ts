/** What a check of files says: how much it looked at, and what should not be there. */
export interface Checked {
  readonly count: number;
  readonly problems: readonly string[];
}

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly bundledDependencies?: readonly string[];
  readonly peerDependencies?: Readonly<Record<string, string>>;
}
