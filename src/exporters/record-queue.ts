/** Encoded records in front of their delivery, counted and weighed. */
export class RecordQueue {
  /** Their weight. */
  bytes = 0;
  private records: Buffer[] = [];

  get length(): number {
    return this.records.length;
  }

  push(record: Buffer): void {
    this.records.push(record);
    this.bytes += record.length;
  }

  /** The oldest records within both limits, but at least one where there is one. */
  take(maxCount: number, maxBytes: number): readonly Buffer[] {
    const { records } = this;
    let [count, bytes] = [0, 0];
    while (count < records.length && count < maxCount && (count === 0 || bytes + records[count]!.length <= maxBytes)) {
      bytes += records[count++]!.length;
    }
    this.bytes -= bytes;
    return records.splice(0, count);
  }

  /** Lets go of everything; returns how many records that were. */
  clear(): number {
    const { length } = this.records;
    this.records = [];
    this.bytes = 0;
    return length;
  }
}
