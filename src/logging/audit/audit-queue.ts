/** Lines of the audit trail that wait to be written, in their order; bounded in records and in characters. */
export class AuditQueue {
  private lines: string[] = [];
  private length = 0;

  constructor(
    private readonly maxLines: number,
    private readonly maxLength: number,
  ) {}

  get size(): number {
    return this.lines.length;
  }

  /** False when there is no room. */
  add(line: string): boolean {
    if (this.lines.length >= this.maxLines || this.length + line.length > this.maxLength) return false;
    this.lines.push(line);
    this.length += line.length;
    return true;
  }

  /** The first lines, together no longer than `maxLength`, and at least one. */
  first(maxLength: number): readonly string[] {
    let [count, length] = [0, 0];
    for (const line of this.lines) {
      length += line.length;
      if (count > 0 && length > maxLength) break;
      count++;
    }
    return this.lines.slice(0, count);
  }

  /** So many of the first lines have been written, or are given up. */
  drop(count: number): void {
    for (const line of this.lines.slice(0, count)) this.length -= line.length;
    this.lines = this.lines.slice(count);
  }
}
