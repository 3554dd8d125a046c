/**
 * Label values that come again and again, made once by a source that knows them ahead. Whoever records them keeps what it
 * has found for them right here, and need not look it up by its values each time.
 */
export class LabelSet {
  /** Shared, so frozen. */
  readonly values: string[];
  private owner: object | undefined;
  private found: unknown;

  constructor(...values: string[]) {
    this.values = values;
    Object.freeze(values);
  }

  /** What `owner` has left here; undefined once somebody else has left something. */
  recall(owner: object): unknown {
    return this.owner === owner ? this.found : undefined;
  }

  /** Leaves something here in place of what was; there is room for one owner. */
  remember(owner: object, found: unknown): void {
    this.owner = owner;
    this.found = found;
  }
}
