/**
 * Rows of small integers, found by their content: a hash table with chains, in two typed arrays. A row of three takes about
 * 24 bytes, where an array of three behind nested maps takes 150.
 */
const NONE = -1;
const FEWEST_ROWS = 4;

export class RowIndex {
  /** Per row: the next row of its bucket, then the integers. */
  private cells: Int32Array;
  /** By hash: the first row. Their number is a power of 2. */
  private buckets = new Int32Array(FEWEST_ROWS).fill(NONE);
  private readonly stride: number;
  private readonly vacant: number[] = [];
  /** One more than the highest row in use so far. */
  private end = 0;

  constructor(private readonly width: number) {
    this.stride = width + 1;
    this.cells = new Int32Array(FEWEST_ROWS * this.stride);
  }

  /** How many rows there are. */
  get size(): number {
    return this.end - this.vacant.length;
  }

  at(row: number, column: number): number {
    return this.cells[row * this.stride + 1 + column]!;
  }

  /** The row with this content, or -1. */
  find(content: Int32Array): number {
    let row = this.buckets[this.bucketOf(content, 0)]!;
    while (row !== NONE && !this.holds(row, content)) row = this.nextOf(row);
    return row;
  }

  /** Adds a row, which must not be there yet. Rows that were removed are used again. */
  add(content: Int32Array): number {
    const row = this.vacant.pop() ?? this.append();
    this.cells.set(content, row * this.stride + 1);
    this.link(row);
    return row;
  }

  remove(row: number): void {
    const bucket = this.bucketOf(this.cells, row * this.stride + 1);
    const next = this.nextOf(row);
    if (this.buckets[bucket] === row) this.buckets[bucket] = next;
    else this.cells[this.rowBefore(row, bucket) * this.stride] = next;
    this.vacant.push(row);
  }

  private append(): number {
    if (this.end * this.stride === this.cells.length) this.growCells();
    if (this.end === this.buckets.length) this.growBuckets();
    return this.end++;
  }

  // By a half, not to twice the size: what is in reserve is memory too.
  private growCells(): void {
    const larger = new Int32Array(Math.ceil(this.end * 1.5) * this.stride);
    larger.set(this.cells);
    this.cells = larger;
  }

  /** Called when no row is vacant. */
  private growBuckets(): void {
    this.buckets = new Int32Array(this.buckets.length * 2).fill(NONE);
    for (let row = 0; row < this.end; row++) this.link(row);
  }

  private link(row: number): void {
    const start = row * this.stride;
    const bucket = this.bucketOf(this.cells, start + 1);
    this.cells[start] = this.buckets[bucket]!;
    this.buckets[bucket] = row;
  }

  private rowBefore(row: number, bucket: number): number {
    let before = this.buckets[bucket]!;
    while (this.nextOf(before) !== row) before = this.nextOf(before);
    return before;
  }

  private nextOf(row: number): number {
    return this.cells[row * this.stride]!;
  }

  private holds(row: number, content: Int32Array): boolean {
    const start = row * this.stride + 1;
    for (let column = 0; column < this.width; column++) {
      if (this.cells[start + column] !== content[column]) return false;
    }
    return true;
  }

  /** Multiplication spreads neighbours, and the shift brings its high bits, the best ones, down to where they are read. */
  private bucketOf(integers: Int32Array, start: number): number {
    let hash = 0;
    for (let column = 0; column < this.width; column++) {
      hash = Math.imul(hash ^ integers[start + column]!, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash & (this.buckets.length - 1);
  }
}
