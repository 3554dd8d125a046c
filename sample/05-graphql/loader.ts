/**
 * Collects the keys that are asked for in one turn of the event loop and fetches them together, each once. What the package
 * `dataloader` does, without its options.
 */
export class Loader<Row extends { readonly id: number }> {
  private batch: Promise<ReadonlyMap<number, Row>> | undefined;
  private ids = new Set<number>();

  constructor(private readonly fetch: (ids: readonly number[]) => Promise<readonly Row[]>) {}

  async load(id: number): Promise<Row | undefined> {
    this.ids.add(id);
    this.batch ??= this.fetchNextTurn();
    return (await this.batch).get(id);
  }

  private async fetchNextTurn(): Promise<ReadonlyMap<number, Row>> {
    await new Promise(setImmediate);
    const ids = [...this.ids];
    this.ids = new Set();
    this.batch = undefined;
    const rows = await this.fetch(ids);
    return new Map(rows.map((row) => [row.id, row]));
  }
}
