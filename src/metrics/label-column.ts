/**
 * The values of one label. Each is kept once, and stands as a number in the series that have it. The number of a value that
 * no series has any more passes to another one.
 */

/** Series per value, on average, from which values count as shared. */
const SHARED_FROM = 4;

export class LabelColumn {
  private readonly numbers = new Map<string, number>();
  private readonly values: string[] = [];
  /** By number: how many series have the value. */
  private readonly uses: number[] = [];
  private readonly vacant: number[] = [];
  private useCount = 0;

  /** How many values there are. */
  get size(): number {
    return this.numbers.size;
  }

  /** Whether what is made per value serves several series. */
  get isShared(): boolean {
    return this.useCount >= this.size * SHARED_FROM;
  }

  /** Undefined when no series has the value. */
  numberOf(value: string): number | undefined {
    return this.numbers.get(value);
  }

  valueAt(number: number): string {
    return this.values[number]!;
  }

  /** One series more has the value. */
  use(value: string): number {
    const number = this.numbers.get(value) ?? this.admit(value);
    this.uses[number]!++;
    this.useCount++;
    return number;
  }

  /** One series less has the value. */
  release(number: number): void {
    this.useCount--;
    if (--this.uses[number]! === 0) this.dismiss(number);
  }

  private admit(value: string): number {
    const number = this.vacant.pop() ?? this.values.length;
    this.numbers.set(value, number);
    this.values[number] = value;
    this.uses[number] = 0;
    return number;
  }

  private dismiss(number: number): void {
    this.numbers.delete(this.values[number]!);
    this.values[number] = '';
    this.vacant.push(number);
  }
}
