/**
 * The operations that a profile has met, by number. An operation is let go as soon as its name is final: a profile must not keep
 * requests alive.
 */
import { entryOf, type Operation } from '../kernel/index.js';
import type { OperationName } from './profile.js';

/**
 * What ran while a sample was taken.
 *
 * @example
 * ```ts
 * const traceIdOf = ({ traceId = 'not recorded' }: ProfileActivity): string => traceId;
 * ```
 */
export interface Activity {
  /** The innermost operation. */
  readonly operation: OperationName;
  /** The request, message or job around it; the same where there is none. */
  readonly entry: OperationName;
  /** Of recorded spans. */
  readonly traceId?: string;
  readonly spanId?: string;
}

/** No operation at all, or one beyond the bound. */
export const NO_ACTIVITY = -1;

// About 100 bytes each: a request per millisecond over two minutes.
const MAX_OPERATIONS = 131_072;
// Names are bounded by nature; a fault in one must not be a leak here.
const MAX_NAMES = 2000;

interface Row {
  name: OperationName | undefined;
  entry: number;
  traceId: string | undefined;
  spanId: string | undefined;
}

export class ActivityTable {
  private readonly numbers = new WeakMap<Operation, number>();
  private readonly open = new Map<number, Operation>();
  private readonly rows: Row[] = [];
  private readonly names = new Map<string, OperationName>();

  get isFull(): boolean {
    return this.rows.length >= MAX_OPERATIONS;
  }

  numberOf(operation: Operation): number {
    return this.numbers.get(operation) ?? this.add(operation);
  }

  /** Its name is final now. */
  ended(operation: Operation): void {
    const number = this.numbers.get(operation);
    if (number !== undefined && this.open.delete(number)) this.settle(number, operation);
  }

  /** Those that still run get the name they have. */
  close(): void {
    for (const [number, operation] of this.open) this.settle(number, operation);
    this.open.clear();
  }

  /** After `close`. */
  activity(number: number): Activity | undefined {
    const row = this.rows[number];
    if (row?.name === undefined) return undefined;
    const { name, traceId, spanId } = row;
    const entry = this.rows[row.entry]?.name ?? name;
    return { operation: name, entry, ...(traceId !== undefined && { traceId, spanId: spanId! }) };
  }

  private add(operation: Operation): number {
    if (this.isFull) return NO_ACTIVITY;
    const row: Row = { name: undefined, entry: NO_ACTIVITY, traceId: undefined, spanId: undefined };
    const number = this.rows.push(row) - 1;
    this.numbers.set(operation, number);
    row.entry = this.numberOf(entryOf(operation));
    if (operation.isEnded) this.settle(number, operation);
    else this.open.set(number, operation);
    return number;
  }

  private settle(number: number, operation: Operation): void {
    const row = this.rows[number]!;
    row.name = this.nameOf(operation);
    if (operation.span?.isRecording() !== true) return;
    ({ traceId: row.traceId, spanId: row.spanId } = operation.span.spanContext());
  }

  /** One object for all operations of the same name. */
  private nameOf({ kind, name }: Operation): OperationName {
    const key = `${kind} ${name}`;
    const known = this.names.get(key);
    if (known !== undefined) return known;
    if (this.names.size >= MAX_NAMES) return { kind, name: '_OTHER' };
    const fresh = { kind, name };
    this.names.set(key, fresh);
    return fresh;
  }
}
